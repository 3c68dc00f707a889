"use client";

import { useTranslations } from "next-intl";
import { type KeyboardEvent, useId, useState } from "react";

import { CalendarButton } from "@/components/common/calendar-button";
import { Input } from "@/components/ui/input";
import { useTimeZone } from "@/hooks/use-time-zone";
import { useDateOrder } from "@/hooks/use-formats";
import { dayOf } from "@/lib/calendar-day";
import { formatDateInput, parseDateInput } from "@/lib/date-input";

export interface WhenFieldProps {
  /** "2026-12-31T14:30": the person's own clock, to the minute. What can't be read is missing: "T14:30", "2026-12-31T". */
  value: string;
  onChange: (when: string) => void;
}

/** The day as people type it, with a calendar, and the time on a 24-hour clock. What can't be read stays, with a sentence. */
export function WhenField({ value, onChange }: WhenFieldProps) {
  const t = useTranslations("timeline.composer");
  const order = useDateOrder();
  const timeZone = useTimeZone();
  const [date = "", time = ""] = value.split("T");
  const [typedDate, setTypedDate] = useState<string | null>(null);
  const [typedTime, setTypedTime] = useState<string | null>(null);

  const id = useId();
  const isDateWrong = value !== "" && date === "";
  const isTimeWrong = value !== "" && time === "";

  const takeDate = () => {
    if (typedDate === null) return;
    const read = parseDateInput(typedDate, order, dayOf(new Date(), timeZone));
    onChange(`${read ?? ""}T${time}`);
    if (read) setTypedDate(null);
  };
  const takeTime = () => {
    if (typedTime === null) return;
    const read = parseTime(typedTime);
    onChange(`${date}T${read ?? ""}`);
    if (read) setTypedTime(null);
  };
  // Enter sends the form: what is typed counts before.
  const onEnter = (take: () => void) => (event: KeyboardEvent) => {
    if (event.key === "Enter") take();
  };
  return (
    <div className="flex flex-wrap gap-1">
      <div className="relative">
        <Input
          aria-label={t("when")}
          inputMode="numeric"
          autoComplete="off"
          maxLength={20}
          className="tabular h-8 w-36 pr-9 max-md:h-11 max-md:w-40 max-md:pr-12"
          value={typedDate ?? (date && formatDateInput(date, order))}
          onChange={(event) => setTypedDate(event.target.value)}
          onBlur={takeDate}
          onKeyDown={onEnter(takeDate)}
          aria-invalid={isDateWrong}
          aria-describedby={isDateWrong ? `${id}-problem` : undefined}
        />
        <CalendarButton
          label={t("when")}
          value={date || null}
          onPick={(picked) => {
            setTypedDate(null);
            onChange(`${picked}T${time}`);
          }}
          className="absolute right-0.5 top-1/2 -translate-y-1/2 coarse:right-0"
        />
      </div>
      <Input
        aria-label={t("whenTime")}
        inputMode="numeric"
        autoComplete="off"
        maxLength={8}
        className="tabular h-8 w-20 max-md:h-11 max-md:w-[4.5rem]"
        value={typedTime ?? time}
        onChange={(event) => setTypedTime(event.target.value)}
        onBlur={takeTime}
        onKeyDown={onEnter(takeTime)}
        aria-invalid={isTimeWrong}
        aria-describedby={isTimeWrong ? `${id}-problem` : undefined}
      />
      {(isDateWrong || isTimeWrong) && (
        <p id={`${id}-problem`} role="alert" className="basis-full text-destructive-text">
          {t(isDateWrong ? "dateWrong" : "timeWrong")}
        </p>
      )}
    </div>
  );
}

/** "9:05", "905", "14h30" and "14h" as "HH:MM"; null when it is no time of day. */
export function parseTime(text: string): string | null {
  const match = /^(\d{1,2})(?:\s*[:h.]\s*(\d{2})?|(\d{2}))?\s*(am|pm)?$/i.exec(text.trim());
  if (!match) return null;
  const half = match[4]?.toLowerCase();
  const hour = half ? (Number(match[1]) % 12) + (half === "pm" ? 12 : 0) : Number(match[1]);
  const minute = Number(match[2] ?? match[3] ?? 0);
  if (hour > 23 || minute > 59) return null;
  return [hour, minute].map((part) => String(part).padStart(2, "0")).join(":");
}
