"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";

import { CalendarButton } from "@/components/common/calendar-button";
import { Input } from "@/components/ui/input";
import { useDateOrder } from "@/hooks/use-formats";
import { useTimeZone } from "@/hooks/use-time-zone";
import { dayOf } from "@/lib/calendar-day";
import { formatDateInput, parseDateInput } from "@/lib/date-input";

export interface DateInputProps {
  id: string;
  label: string;
  /** A plain date: "2026-12-31". */
  value: string | null;
  /** Null while nothing, or no date, is typed. */
  onChange: (date: string | null) => void;
  isWrong?: boolean;
  describedBy?: string;
  autoFocus?: boolean;
}

/** A date as people type it, with a month to pick from beside it. */
export function DateInput({ id, label, value, onChange, isWrong, describedBy, autoFocus }: DateInputProps) {
  const t = useTranslations("deal.field");
  const order = useDateOrder();
  const timeZone = useTimeZone();
  const [text, setText] = useState<string | null>(null);
  const written = value ? formatDateInput(value, order) : "";
  return (
    <div className="relative">
      <Input
        id={id}
        value={text ?? written}
        inputMode="numeric"
        autoComplete="off"
        maxLength={20}
        placeholder={t(`dateHints.${order}`)}
        aria-invalid={isWrong || undefined}
        aria-describedby={describedBy}
        autoFocus={autoFocus}
        className="tabular pr-9 coarse:pr-12"
        onChange={(event) => {
          setText(event.target.value);
          onChange(event.target.value.trim() ? parseDateInput(event.target.value, order, dayOf(new Date(), timeZone)) : null);
        }}
        onBlur={() => value && setText(null)}
      />
      <CalendarButton
        label={label}
        value={value}
        onPick={(date) => {
          setText(null);
          onChange(date);
        }}
        className="absolute right-1 top-1/2 -translate-y-1/2 coarse:right-0"
      />
    </div>
  );
}
