/** Set when a visitor's language came from their browser alone, because neither the URL nor an earlier visit named one. */
export const GUESSED_LANGUAGE = "lovedcrm_guessed_language";

export function isLanguageGuessed(): boolean {
  return document.cookie.split("; ").includes(`${GUESSED_LANGUAGE}=1`);
}

/** Somebody chose: from now on the URL says it. */
export function forgetGuessedLanguage(): void {
  document.cookie = `${GUESSED_LANGUAGE}=; path=/; max-age=0; samesite=lax`;
}
