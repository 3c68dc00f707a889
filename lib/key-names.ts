export const isMac = typeof navigator !== "undefined" && /mac|iphone|ipad/i.test(navigator.platform || navigator.userAgent);

/** Name a pressed key as shortcuts write it: "mod+k", "shift+j", "?". */
export function keyName(event: KeyboardEvent): string {
  const key = event.key === " " ? "space" : event.key.toLowerCase();
  const parts: string[] = [];
  if (isMac ? event.metaKey : event.ctrlKey) parts.push("mod");
  if (event.altKey) parts.push("alt");
  // A sign such as "?" needs shift on some keyboards and not on others: only letters and named keys say so.
  if (event.shiftKey && (key.length > 1 || /[a-z]/.test(key))) parts.push("shift");
  return [...parts, key].join("+");
}

const LABELS: Record<string, string> = {
  alt: "Alt",
  shift: "⇧",
  enter: "↵",
  escape: "Esc",
  arrowup: "↑",
  arrowdown: "↓",
  arrowleft: "←",
  arrowright: "→",
  space: "␣",
};

/** Caps to draw for a shortcut: "mod+k" is ["⌘", "K"] on a Mac and ["Ctrl", "K"] elsewhere. */
export function keyCaps(keys: string): string[] {
  return keys.split(/[ +]/).map((part) => (part === "mod" ? (isMac ? "⌘" : "Ctrl") : (LABELS[part] ?? part.toUpperCase())));
}
