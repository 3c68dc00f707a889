"use client";

import { enUS, es, ptBR } from "date-fns/locale";
import { ChevronLeft, ChevronRight } from "lucide-react";
import { useLocale, useTranslations } from "next-intl";
import { DayPicker, type DayPickerProps } from "react-day-picker";

import { buttonVariants } from "@/components/ui/button";
import { languageTag } from "@/lib/format";
import { cn } from "@/lib/utils";

const LOCALES = { en: enUS, pt: ptBR, es } as const;

/** A month to pick days from, in the language of the page. Heavy: load it with `dynamic`. */
export function Calendar({ className, classNames, ...props }: DayPickerProps) {
  const locale = useLocale();
  const t = useTranslations("common");
  return (
    <DayPicker
      locale={LOCALES[locale]}
      showOutsideDays
      className={cn("p-1", className)}
      formatters={{
        formatWeekdayName: (day) => day.toLocaleDateString(languageTag(locale), { weekday: "short" }).replace(".", ""),
      }}
      labels={{ labelPrevious: () => t("previousMonth"), labelNext: () => t("nextMonth") }}
      classNames={{
        months: "relative",
        month: "space-y-2",
        month_caption: "flex h-8 items-center justify-center text-sm font-medium capitalize",
        nav: "absolute inset-x-0 top-0 flex justify-between",
        button_previous: buttonVariants({ variant: "ghost", size: "icon" }),
        button_next: buttonVariants({ variant: "ghost", size: "icon" }),
        weekday: "size-9 text-2xs font-medium text-muted-foreground",
        day: "size-9 p-0 text-center text-sm coarse:size-11",
        day_button: "tabular size-full rounded-md transition-colors hover:bg-accent",
        selected: "[&>button]:bg-primary [&>button]:text-primary-foreground [&>button]:hover:bg-primary/90",
        today: "font-semibold text-primary-text",
        outside: "text-muted-foreground/60",
        disabled: "opacity-40 [&>button]:pointer-events-none",
        hidden: "invisible",
        ...classNames,
      }}
      components={{
        Chevron: ({ orientation }) =>
          orientation === "left" ? <ChevronLeft className="size-4" aria-hidden /> : <ChevronRight className="size-4" aria-hidden />,
      }}
      {...props}
    />
  );
}
