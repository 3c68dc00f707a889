"use client";

import { useTranslations } from "next-intl";

import { useFormat } from "@/hooks/use-format";
import { useTimeZone } from "@/hooks/use-time-zone";
import { dayOf } from "@/lib/calendar-day";
import { dueDay } from "@/lib/task-groups";
import type { Task } from "@/services/task";

/** "Today 3 pm", "Tomorrow", "Fri, Nov 27": short, by the person's clock; empty for some day. */
export function useDueLabel(): (task: Pick<Task, "due_on" | "due_at" | "due_time">, now: Date) => string {
  const t = useTranslations("task");
  const format = useFormat();
  const timeZone = useTimeZone();
  return (task, now) => {
    const day = dueDay(task, timeZone);
    if (!day) return "";
    const distance = Math.round((Date.parse(day) - Date.parse(dayOf(now, timeZone))) / 86_400_000);
    const name =
      distance === 0 ? t("today") : distance === 1 ? t("tomorrow") : distance === -1 ? t("yesterday") : format.date(day, "weekday");
    const time = task.due_at ? format.date(task.due_at, "time") : task.due_time;
    return time ? t("dayAndTime", { day: name, time }) : name;
  };
}
