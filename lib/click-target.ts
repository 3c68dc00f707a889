/** Where the person was going: a page change that has begun but not arrived. */
let begun: { href: string; from: string; at: number } | null = null;

const LONGEST_MS = 15_000;

/** Note that `href` (a path without its language) is on its way. */
export function noteTarget(href: string): void {
  begun = { href, from: window.location.href, at: Date.now() };
}

/** The page on its way, null once the address has changed. */
export function pendingTarget(): string | null {
  if (!begun || begun.from !== window.location.href || Date.now() - begun.at > LONGEST_MS) return null;
  return begun.href;
}

/** Follow the links that are clicked. Returns how to stop. */
export function followClicks(locale: string): () => void {
  const onClick = (event: MouseEvent) => {
    const isPlain = event.button === 0 && !event.metaKey && !event.ctrlKey && !event.shiftKey && !event.altKey;
    const link = event.target instanceof Element ? event.target.closest("a[href]") : null;
    const href = link?.getAttribute("href");
    if (!isPlain || !href?.startsWith(`/${locale}/`) || link?.getAttribute("target") === "_blank") return;
    noteTarget(href.slice(locale.length + 1));
  };
  document.addEventListener("click", onClick, { capture: true });
  return () => document.removeEventListener("click", onClick, { capture: true });
}
