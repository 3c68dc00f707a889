"use client";

import { useTranslations } from "next-intl";
import { useState, type ReactElement } from "react";

import { Button } from "@/components/ui/button";
import { Calendar } from "@/components/ui/calendar";
import { Input } from "@/components/ui/input";
import { Popover, PopoverContent, PopoverTrigger } from "@/components/ui/popover";
import { useFormat } from "@/hooks/use-format";
import { useFirstWeekday } from "@/hooks/use-formats";
import { useTimeZone } from "@/hooks/use-time-zone";
import { dayOf, toLocalInput } from "@/lib/calendar-day";
import { addDays, onOrAfter } from "@/lib/quick-task/days";
import { dueDay } from "@/lib/task-groups";
import type { Task, TaskChanges } from "@/services/task";

export interface DuePopoverProps {
  trigger: ReactElement;
  task: Task;
  onChange: (changes: TaskChanges) => void;
}

/** Opens as soon as it is there: it is loaded when its button is first used. */
export function DuePopover({ trigger, task, onChange }: DuePopoverProps) {
  const t = useTranslations("task");
  const format = useFormat();
  const timeZone = useTimeZone();
  const firstWeekday = useFirstWeekday();
  const [isOpen, setOpen] = useState(true);
  const today = dayOf(new Date(), timeZone);
  const day = dueDay(task, timeZone);
  const clock = task.due_at ? toLocalInput(new Date(task.due_at), timeZone).slice(11) : "";
  const [time, setTime] = useState(clock);
  const zone = timeZone ?? Intl.DateTimeFormat().resolvedOptions().timeZone;
  const put = (due_on: string | null, due_time = time) => {
    setOpen(false);
    onChange(due_on === null ? { due_on } : { due_on, due_time: due_time || null, time_zone: zone });
  };
  const choices = [
    { name: "today", day: today },
    { name: "tomorrow", day: addDays(today, 1) },
    { name: "nextWeek", day: onOrAfter(addDays(today, 1), 1) },
  ] as const;
  return (
    <Popover
      open={isOpen}
      onOpenChange={(next) => {
        // The time counts once one leaves.
        if (!next && day && time !== clock) put(day);
        setOpen(next);
      }}
    >
      <PopoverTrigger asChild>{trigger}</PopoverTrigger>
      <PopoverContent align="end" className="w-auto space-y-2 p-2" aria-label={t("due")}>
        <div className="grid grid-cols-3 gap-1">
          {choices.map((choice) => (
            <Button
              key={choice.name}
              variant="outline"
              size="sm"
              className="coarse:h-11"
              onClick={() => put(choice.day)}
              title={format.date(choice.day, "weekday")}
            >
              {t(choice.name)}
            </Button>
          ))}
        </div>
        <Calendar
          mode="single"
          weekStartsOn={firstWeekday}
          selected={day ? asLocal(day) : undefined}
          defaultMonth={day ? asLocal(day) : undefined}
          onSelect={(date) => date && put(asPlain(date))}
        />
        <div className="flex items-center gap-2 border-t pt-2">
          <Input
            type="time"
            aria-label={t("time")}
            value={time}
            disabled={!day}
            onChange={(event) => setTime(event.target.value)}
            onKeyDown={(event) => event.key === "Enter" && day && put(day)}
            className="tabular h-8 w-28 coarse:h-11"
          />
          {day && (
            <Button variant="ghost" size="sm" className="ml-auto text-muted-foreground coarse:h-11" onClick={() => put(null)}>
              {t("noDue")}
            </Button>
          )}
        </div>
      </PopoverContent>
    </Popover>
  );
}

/** The calendar speaks in local midnights. */
function asLocal(day: string): Date {
  const [year = 1970, month = 1, date = 1] = day.split("-").map(Number);
  return new Date(year, month - 1, date);
}

function asPlain(date: Date): string {
  const two = (value: number) => String(value).padStart(2, "0");
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
}
