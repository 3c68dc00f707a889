"use client";

import { useTranslations } from "next-intl";

import { useFormat } from "@/hooks/use-format";
import { useTimeZone } from "@/hooks/use-time-zone";
import { dayOf } from "@/lib/calendar-day";

import { calendarDaysAgo } from "./timeline-rows";

export function DayHeading({ at }: { at: string }) {
  const t = useTranslations("timeline");
  const format = useFormat();
  const timeZone = useTimeZone();
  const now = new Date();
  const date = new Date(at);
  const days = calendarDaysAgo(date, now, timeZone);
  const isThisYear = dayOf(date, timeZone).slice(0, 4) === dayOf(now, timeZone).slice(0, 4);
  const style = isThisYear ? "weekday" : "long";
  const text = days === 0 ? t("today") : days === 1 ? t("yesterday") : format.date(date, style);
  return <h3 className="pb-2 pt-1 text-xs font-medium text-muted-foreground first-letter:uppercase">{text}</h3>;
}
