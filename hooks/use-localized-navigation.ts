"use client";

import { useLocale } from "next-intl";
import { useCallback, useMemo } from "react";

import { usePathname, useRouter } from "@/i18n/navigation";
import { noteTarget } from "@/lib/click-target";
import { forgetGuessedLanguage } from "@/lib/guessed-language";
import type { AppLocale } from "@/i18n/routing";

/** Navigation that keeps the language of the URL. Paths come from lib/paths.ts. */
export function useLocalizedNavigation() {
  const router = useRouter();
  const pathname = usePathname();
  const locale = useLocale();

  /** The same page, filters included, in another language. */
  const switchLocale = useCallback(
    (next: AppLocale) => {
      forgetGuessedLanguage();
      router.replace(`${pathname}${window.location.search}${window.location.hash}`, { locale: next, scroll: false });
    },
    [router, pathname],
  );

  return useMemo(
    () => ({
      push: (...to: Parameters<typeof router.push>) => {
        if (typeof to[0] === "string") noteTarget(to[0]);
        router.push(...to);
      },
      replace: (...to: Parameters<typeof router.replace>) => router.replace(...to),
      back: () => router.back(),
      prefetch: (...to: Parameters<typeof router.prefetch>) => router.prefetch(...to),
      pathname,
      locale,
      switchLocale,
    }),
    [router, pathname, locale, switchLocale],
  );
}
