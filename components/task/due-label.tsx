"use client";

import { useLocale, useTranslations } from "next-intl";

import { useFormat } from "@/hooks/use-format";
import { useTimeZone } from "@/hooks/use-time-zone";
import { dayOf } from "@/lib/calendar-day";
import { dueDay } from "@/lib/task-groups";
import type { Task } from "@/services/task";

const WEEK = 7;

/** "Today, 3 pm", "Friday", "Dec 31": short, by the person's clock; empty for some day. */
export function useDueLabel(): (task: Pick<Task, "due_on" | "due_at" | "due_time">, now: Date, isDayKnown?: boolean) => string {
  const t = useTranslations("task");
  const locale = useLocale();
  const format = useFormat();
  const timeZone = useTimeZone();
  const nameOf = (day: string, now: Date): string => {
    const distance = Math.round((Date.parse(day) - Date.parse(dayOf(now, timeZone))) / 86_400_000);
    if (distance === 0) return t("today");
    if (distance === 1) return t("tomorrow");
    if (distance === -1) return t("yesterday");
    if (distance < 0 || distance >= WEEK) return format.date(day, "short");
    return new Intl.DateTimeFormat(locale, { weekday: "long", timeZone: "UTC" }).format(new Date(day));
  };
  return (task, now, isDayKnown = false) => {
    const day = dueDay(task, timeZone);
    if (!day) return "";
    const time = task.due_at ? format.date(task.due_at, "time") : task.due_time;
    if (isDayKnown) return time ?? "";
    return time ? t("dayAndTime", { day: nameOf(day, now), time }) : nameOf(day, now);
  };
}
