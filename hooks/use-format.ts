"use client";

import { useLocale } from "next-intl";
import { useMemo } from "react";

import { useFormats } from "@/hooks/use-formats";
import { useTimeZone } from "@/hooks/use-time-zone";
import * as format from "@/lib/format";

/** lib/format bound to the language of the page, and to the person's time zone and ways of writing. */
export function useFormat() {
  const locale = useLocale();
  const timeZone = useTimeZone();
  const { date: order, number: signs } = useFormats();
  return useMemo(
    () => ({
      money: (amountCents: number, currency: string, options?: format.MoneyOptions) =>
        format.formatMoney(amountCents, currency, locale, options, signs),
      moneyInput: (amountCents: number, currency: string) => format.formatMoneyInput(amountCents, currency, locale, signs),
      number: (value: number) => format.formatNumber(value, locale, signs),
      percent: (ratio: number) => format.formatPercent(ratio, locale),
      date: (value: string | Date, style?: format.DateStyle) => format.formatDate(value, locale, style, timeZone, order),
      relative: (value: string | Date, now?: Date) => format.formatRelative(value, locale, now),
    }),
    [locale, timeZone, order, signs],
  );
}
