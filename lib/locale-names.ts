import type { AppLocale } from "@/i18n/routing";

/** Each language in its own words: never translated. */
export const LOCALE_NAMES: Record<AppLocale, string> = { en: "English", pt: "Português", es: "Español" };
