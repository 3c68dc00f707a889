const BROWSERS: readonly [RegExp, string][] = [
  [/\bEdg(?:e|A|iOS)?\//, "Edge"],
  [/\bOPR\//, "Opera"],
  [/\bSamsungBrowser\//, "Samsung Internet"],
  [/\b(?:Firefox|FxiOS)\//, "Firefox"],
  [/\b(?:(?:Headless)?Chrome|CriOS)\//, "Chrome"],
  [/\bVersion\/.*Safari\//, "Safari"],
];
const SYSTEMS: readonly [RegExp, string][] = [
  [/\b(?:iPhone|iPad)\b/, "iOS"],
  [/\bAndroid\b/, "Android"],
  [/\bWindows\b/, "Windows"],
  [/\bMac OS X\b/, "macOS"],
  [/\bCrOS\b/, "ChromeOS"],
  [/\bLinux\b/, "Linux"],
];
const LONGEST_NAME = 40;

const firstOf = (known: readonly [RegExp, string][], text: string) => known.find(([pattern]) => pattern.test(text))?.[1];

/** "Chrome · macOS"; what isn't a browser goes by the name it gives itself. Empty for no name at all. */
export function describeUserAgent(text: string): string {
  const browser = firstOf(BROWSERS, text);
  const system = firstOf(SYSTEMS, text);
  if (!browser) return text.split(/[\s(]/, 1)[0]?.slice(0, LONGEST_NAME) ?? "";
  return system ? `${browser} · ${system}` : browser;
}
