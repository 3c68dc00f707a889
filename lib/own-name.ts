/** By language, as people named it; null or missing where they didn't. */
export type Names = Partial<Record<string, string | null>>;

/** The name in the language of the page, else in any other; null where nobody gave it one. */
export function ownName(names: Names | undefined, locale: string): string | null {
  return names ? (names[locale] ?? names.en ?? names.pt ?? names.es ?? null) : null;
}
