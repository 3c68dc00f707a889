"use client";

import { useLocale, useTranslations } from "next-intl";

import type { Repeats } from "@/services/task";

/** "Every Monday", "On the 5th of every month": the rule in words. */
export function useRepeatLabel(): (repeats: Repeats) => string {
  const t = useTranslations("task.repeat");
  const locale = useLocale();
  return (repeats) => {
    if (repeats.every === "week") {
      // 5 January 2026 was a Monday.
      const names = repeats.weekdays.map((weekday) =>
        new Intl.DateTimeFormat(locale, { weekday: repeats.weekdays.length > 1 ? "short" : "long", timeZone: "UTC" }).format(
          new Date(Date.UTC(2026, 0, 4 + weekday)),
        ),
      );
      return t("week", { days: new Intl.ListFormat(locale).format(names) });
    }
    if (repeats.every === "month") return t("month", { day: repeats.day });
    if (repeats.every === "year") {
      const day = new Intl.DateTimeFormat(locale, { day: "numeric", month: "long", timeZone: "UTC" }).format(
        new Date(Date.UTC(2028, repeats.month - 1, repeats.day)),
      );
      return t("year", { day });
    }
    return t(repeats.every);
  };
}
