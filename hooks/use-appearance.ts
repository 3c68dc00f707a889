"use client";

import { useTheme } from "next-themes";
import { useEffect, useRef } from "react";

import { useLocalizedNavigation } from "@/hooks/use-localized-navigation";
import { usePreferences, useUpdatePreferences } from "@/hooks/use-preferences";
import { useUpdateMe } from "@/hooks/use-me";
import { useOrgContext } from "@/hooks/use-org-context";
import type { AppLocale } from "@/i18n/routing";
import { forgetGuessedLanguage, isLanguageGuessed } from "@/lib/guessed-language";
import type { ThemeName } from "@/lib/themes";
import { useInterfaceStore } from "@/stores/interface";

/** The theme, shown at once and saved to the person's preferences. */
export function useThemeChoice() {
  const { theme = "system", setTheme } = useTheme();
  const { mutate } = useUpdatePreferences();
  return {
    theme: theme as ThemeName,
    setTheme: (next: ThemeName) => {
      setTheme(next);
      mutate({ theme: next });
    },
  };
}

/** The language: keeps the page, changes the URL, and is remembered. */
export function useLanguage() {
  const { locale, switchLocale } = useLocalizedNavigation();
  const preferences = useUpdatePreferences();
  const profile = useUpdateMe();
  return {
    locale,
    setLocale: (next: AppLocale) => {
      // The profile's language is where the next log-in leads and what mails are written in.
      preferences.mutate({ locale: next });
      profile.mutate({ locale: next });
      switchLocale(next);
    },
  };
}

/** Bring what a person saved to this browser: theme, time zone and, where the URL named none, the language. */
export function useAppliedPreferences(): void {
  const { data: preferences } = usePreferences();
  const { user } = useOrgContext();
  const { locale, switchLocale } = useLocalizedNavigation();
  const timeZone = preferences?.time_zone;
  useEffect(() => {
    if (timeZone) useInterfaceStore.getState().setTimeZone(timeZone);
  }, [timeZone]);
  useEffect(() => {
    if (!isLanguageGuessed()) return;
    forgetGuessedLanguage();
    if (user.locale !== locale) switchLocale(user.locale);
    // eslint-disable-next-line react-hooks/exhaustive-deps -- once, on arrival: from then on the language is the one of the URL
  }, []);
  const { theme, setTheme } = useTheme();
  const isApplied = useRef(false);
  useEffect(() => {
    if (!preferences || isApplied.current) return;
    isApplied.current = true;
    if (preferences.theme !== theme) setTheme(preferences.theme);
  }, [preferences, theme, setTheme]);
}
