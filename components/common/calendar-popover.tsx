"use client";

import { useState, type ReactElement } from "react";

import { Calendar } from "@/components/ui/calendar";
import { Popover, PopoverContent, PopoverTrigger } from "@/components/ui/popover";
import { useFirstWeekday } from "@/hooks/use-formats";
import { EARLIEST_DATE, LATEST_DATE } from "@/lib/date-input";

export interface CalendarPopoverProps {
  trigger: ReactElement;
  label: string;
  /** A plain date: "2026-12-31". */
  value: string | null;
  onPick: (date: string) => void;
}

/** Opens as soon as it is there: it is loaded when its button is first used. */
export function CalendarPopover({ trigger, label, value, onPick }: CalendarPopoverProps) {
  const [isOpen, setOpen] = useState(true);
  const firstWeekday = useFirstWeekday();
  const selected = value ? fromPlain(value) : undefined;
  return (
    <Popover open={isOpen} onOpenChange={setOpen}>
      <PopoverTrigger asChild>{trigger}</PopoverTrigger>
      <PopoverContent align="end" className="w-auto p-2" aria-label={label}>
        <Calendar
          mode="single"
          weekStartsOn={firstWeekday}
          autoFocus
          selected={selected}
          defaultMonth={selected}
          startMonth={fromPlain(EARLIEST_DATE)}
          endMonth={fromPlain(LATEST_DATE)}
          onSelect={(date) => {
            if (date) onPick(toPlain(date));
            setOpen(false);
          }}
        />
      </PopoverContent>
    </Popover>
  );
}

/** The calendar speaks in local midnights. */
function fromPlain(date: string): Date {
  const [year = 1970, month = 1, day = 1] = date.split("-").map(Number);
  return new Date(year, month - 1, day);
}

function toPlain(date: Date): string {
  const two = (value: number) => String(value).padStart(2, "0");
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
}
