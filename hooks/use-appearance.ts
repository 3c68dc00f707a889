"use client";

import { useTheme } from "next-themes";
import { useEffect, useRef } from "react";

import { useLocalizedNavigation } from "@/hooks/use-localized-navigation";
import { usePreferences, useUpdatePreferences } from "@/hooks/use-preferences";
import { useUpdateMe } from "@/hooks/use-me";
import type { AppLocale } from "@/i18n/routing";
import type { ThemeName } from "@/lib/themes";

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

/** Bring a person's saved theme to a browser that doesn't have it yet. The language of the URL always wins. */
export function useAppliedPreferences(): void {
  const { data: preferences } = usePreferences();
  const { theme, setTheme } = useTheme();
  const isApplied = useRef(false);
  useEffect(() => {
    if (!preferences || isApplied.current) return;
    isApplied.current = true;
    if (preferences.theme !== theme) setTheme(preferences.theme);
  }, [preferences, theme, setTheme]);
}
