"use client";

import { ChevronsUpDown } from "lucide-react";
import { useLocale } from "next-intl";
import { forwardRef, type ComponentPropsWithoutRef } from "react";

import { fieldClasses } from "@/components/ui/input";
import { useOnDemand } from "@/hooks/use-on-demand";
import { zoneName, zoneOffset } from "@/lib/time-zones";
import { cn } from "@/lib/utils";

const loadCombobox = () => import("@/components/setting/time-zone-combobox").then((module) => module.TimeZoneCombobox);

export interface TimeZonePickerProps {
  id: string;
  value: string;
  onChange: (timeZone: string) => void;
}

/** The time zone with its offset; four hundred of them are searched by city, region or offset. */
export function TimeZonePicker({ id, value, onChange }: TimeZonePickerProps) {
  const { taken: TimeZoneCombobox, approach, take } = useOnDemand(loadCombobox);
  if (!TimeZoneCombobox) return <TimeZoneField id={id} value={value} onPointerEnter={approach} onFocus={approach} onClick={take} />;
  return <TimeZoneCombobox trigger={<TimeZoneField id={id} value={value} />} value={value} onChange={onChange} />;
}

const TimeZoneField = forwardRef<HTMLButtonElement, ComponentPropsWithoutRef<"button"> & { value: string }>(({ value, ...props }, ref) => {
  const locale = useLocale();
  return (
    <button
      {...props}
      ref={ref}
      type="button"
      role="combobox"
      aria-expanded={props["aria-expanded"] ?? false}
      aria-controls={props["aria-controls"]}
      aria-haspopup="listbox"
      className={cn(fieldClasses, "flex h-9 items-center gap-2 px-3 text-left coarse:h-11")}
    >
      <span className="truncate">{zoneName(value)}</span>
      <span className="tabular ml-auto shrink-0 text-xs text-muted-foreground">{zoneOffset(value, locale, new Date())}</span>
      <ChevronsUpDown className="size-4 shrink-0 text-muted-foreground" aria-hidden />
    </button>
  );
});
TimeZoneField.displayName = "TimeZoneField";
