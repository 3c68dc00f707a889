"use client";

import { useTheme } from "next-themes";
import { useEffect, useRef } from "react";

import { useLocalizedNavigation } from "@/hooks/use-localized-navigation";
import { useFollowedPreferences, usePreferences, useUpdatePreferences } from "@/hooks/use-preferences";
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

/** Bring what a person saved to this browser, and what they choose on another device while it is open. */
export function useAppliedPreferences(): void {
  useFollowedPreferences();
  const { data: preferences } = usePreferences();
  useFollowedLanguage(preferences?.locale);
  useEffect(() => {
    if (!preferences) return;
    const { setTimeZone, setFormats } = useInterfaceStore.getState();
    setTimeZone(preferences.time_zone);
    setFormats({ date: preferences.date_format, number: preferences.number_format, firstWeekday: preferences.first_weekday });
  }, [preferences]);
  const { setTheme } = useTheme();
  const theme = preferences?.theme;
  useEffect(() => {
    if (theme) setTheme(theme);
    // eslint-disable-next-line react-hooks/exhaustive-deps -- next-themes makes a new function at each change of the theme
  }, [theme]);
}

/** The language of the URL holds, unless that URL named none, or the person changes their language while it is open. */
function useFollowedLanguage(saved: AppLocale | undefined): void {
  const { user } = useOrgContext();
  const { locale, switchLocale } = useLocalizedNavigation();
  const former = useRef(saved);
  useEffect(() => {
    if (!isLanguageGuessed()) return;
    forgetGuessedLanguage();
    if (user.locale !== locale) switchLocale(user.locale);
    // eslint-disable-next-line react-hooks/exhaustive-deps -- once, on arrival
  }, []);
  useEffect(() => {
    const isChange = former.current !== undefined && former.current !== saved;
    former.current = saved;
    if (isChange && saved && saved !== locale) switchLocale(saved);
  }, [saved, locale, switchLocale]);
}
