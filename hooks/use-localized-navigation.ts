"use client";

import { useLocale } from "next-intl";
import { useCallback, useMemo } from "react";

import { usePathname, useRouter } from "@/i18n/navigation";
import type { AppLocale } from "@/i18n/routing";

/** Navigation that keeps the language of the URL. Paths come from lib/paths.ts. */
export function useLocalizedNavigation() {
  const router = useRouter();
  const pathname = usePathname();
  const locale = useLocale();

  /** The same page, filters included, in another language. */
  const switchLocale = useCallback(
    (next: AppLocale) => router.replace(`${pathname}${window.location.search}${window.location.hash}`, { locale: next, scroll: false }),
    [router, pathname],
  );

  return useMemo(
    () => ({ push: router.push, replace: router.replace, back: router.back, prefetch: router.prefetch, pathname, locale, switchLocale }),
    [router, pathname, locale, switchLocale],
  );
}
