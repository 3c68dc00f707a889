"use client";

import { CalendarDays } from "lucide-react";
import { useTranslations } from "next-intl";
import dynamic from "next/dynamic";
import { useState } from "react";

import { Button } from "@/components/ui/button";
import { Popover, PopoverContent, PopoverTrigger } from "@/components/ui/popover";
import { Skeleton } from "@/components/ui/skeleton";
import { EARLIEST_DATE, LATEST_DATE } from "@/lib/date-input";
import { cn } from "@/lib/utils";

const Calendar = dynamic(() => import("@/components/ui/calendar").then((module) => module.Calendar), {
  ssr: false,
  loading: () => <Skeleton className="h-[17.5rem] w-[15.75rem]" />,
});

export interface CalendarButtonProps {
  /** What the date is for; the button is read out with it. */
  label: string;
  /** A plain date: "2026-12-31". */
  value: string | null;
  onPick: (date: string) => void;
  className?: string;
}

/** Beside a field for a date: a month to pick the day from. */
export function CalendarButton({ label, value, onPick, className }: CalendarButtonProps) {
  const t = useTranslations("common");
  const [isOpen, setOpen] = useState(false);
  const selected = value ? fromPlain(value) : undefined;
  return (
    <Popover open={isOpen} onOpenChange={setOpen}>
      <PopoverTrigger asChild>
        <Button variant="ghost" size="icon-sm" aria-label={t("openCalendar", { label })} className={cn("text-muted-foreground", className)}>
          <CalendarDays aria-hidden />
        </Button>
      </PopoverTrigger>
      <PopoverContent align="end" className="w-auto p-2" aria-label={label}>
        <Calendar
          mode="single"
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
