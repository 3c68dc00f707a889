"use client";

import { CalendarDays } from "lucide-react";
import { useTranslations } from "next-intl";
import { cloneElement } from "react";

import { Button } from "@/components/ui/button";
import { useOnDemand } from "@/hooks/use-on-demand";
import { cn } from "@/lib/utils";

const loadPopover = () => import("@/components/common/calendar-popover").then((module) => module.CalendarPopover);

export interface CalendarButtonProps {
  /** What the date is for; the button is read out with it. */
  label: string;
  /** A plain date: "2026-12-31". */
  value: string | null;
  onPick: (date: string) => void;
  className?: string;
}

/** Beside a field for a date: a month to pick the day from. */
export function CalendarButton({ className, ...field }: CalendarButtonProps) {
  const t = useTranslations("common");
  const { taken: CalendarPopover, approach, take } = useOnDemand(loadPopover);
  const trigger = (
    <Button
      type="button"
      variant="ghost"
      size="icon-sm"
      aria-label={t("openCalendar", { label: field.label })}
      className={cn("text-muted-foreground", className)}
    >
      <CalendarDays aria-hidden />
    </Button>
  );
  if (CalendarPopover) return <CalendarPopover trigger={trigger} {...field} />;
  return cloneElement(trigger, {
    "aria-haspopup": "dialog",
    "aria-expanded": false,
    onPointerEnter: approach,
    onFocus: approach,
    onClick: take,
  });
}
