"use client";

import { useLocale, useTranslations } from "next-intl";
import { useEffect, useState } from "react";

import { SettingRow } from "@/components/setting/settings-card";
import { Input } from "@/components/ui/input";
import { Switch } from "@/components/ui/switch";
import { languageTag } from "@/lib/format";
import { cn } from "@/lib/utils";
import type { components } from "@/types/api";

export type QuietHours = components["schemas"]["QuietHours"];

export interface QuietHoursRowsProps {
  value: QuietHours;
  /** The day that the person's week begins on, Sunday being 0. */
  firstWeekday: number;
  onChange: (value: QuietHours) => void;
}

/** From when to when, and on which days; the times are saved when a field is left. */
export function QuietHoursRows({ value, firstWeekday, onChange }: QuietHoursRowsProps) {
  const t = useTranslations("settings.notifications");
  const [draft, setDraft] = useState(value);
  useEffect(() => setDraft(value), [value]);
  const isSame = draft.from === draft.to;
  const save = () => {
    if (draft.from && draft.to && !isSame && (draft.from !== value.from || draft.to !== value.to)) onChange({ ...value, ...draft });
    else if (!draft.from || !draft.to) setDraft(value);
  };
  return (
    <>
      <SettingRow label={t("quiet.on")} htmlFor="quiet-on">
        <Switch
          id="quiet-on"
          checked={value.is_on}
          onCheckedChange={(is_on) => onChange({ ...value, is_on })}
          className="sm:ml-auto sm:flex"
        />
      </SettingRow>
      {value.is_on && (
        <>
          <SettingRow label={t("quiet.time")}>
            <div className="flex items-center gap-2" role="group" aria-label={t("quiet.time")}>
              {(["from", "to"] as const).map((side) => (
                <label key={side} className="flex min-w-0 flex-1 items-center gap-2 text-muted-foreground">
                  {t(`quiet.${side}`)}
                  <Input
                    type="time"
                    required
                    className="tabular px-2 text-foreground [&::-webkit-calendar-picker-indicator]:hidden"
                    value={draft[side]}
                    aria-invalid={isSame || undefined}
                    aria-describedby={isSame ? "quiet-error" : undefined}
                    onChange={(event) => setDraft({ ...draft, [side]: event.target.value })}
                    onBlur={save}
                  />
                </label>
              ))}
            </div>
            {isSame && (
              <p id="quiet-error" role="alert" className="mt-1.5 text-xs text-destructive-text">
                {t("quiet.same")}
              </p>
            )}
          </SettingRow>
          <SettingRow label={t("quiet.days")}>
            <DayChoice days={value.days} firstWeekday={firstWeekday} onChange={(days) => onChange({ ...value, days })} />
          </SettingRow>
        </>
      )}
    </>
  );
}

function DayChoice({ days, firstWeekday, onChange }: { days: number[]; firstWeekday: number; onChange: (days: number[]) => void }) {
  const t = useTranslations("settings.notifications");
  const locale = useLocale();
  const name = (isoDay: number, weekday: "narrow" | "long") =>
    new Intl.DateTimeFormat(languageTag(locale), { weekday, timeZone: "UTC" }).format(Date.UTC(2026, 2, 1 + isoDay));
  const order = Array.from({ length: 7 }, (_, offset) => ((firstWeekday + offset + 6) % 7) + 1);
  return (
    <div role="group" aria-label={t("quiet.days")} className="flex gap-1.5 sm:justify-end">
      {order.map((day) => {
        const isOn = days.includes(day);
        return (
          <button
            key={day}
            type="button"
            aria-pressed={isOn}
            aria-label={name(day, "long")}
            title={name(day, "long")}
            onClick={() => onChange(isOn ? days.filter((other) => other !== day) : [...days, day].sort())}
            className={cn(
              "size-8 rounded-full border text-xs font-medium uppercase transition-colors coarse:size-11",
              isOn ? "border-primary bg-primary text-primary-foreground" : "text-muted-foreground hover:bg-accent hover:text-foreground",
            )}
          >
            {name(day, "narrow")}
          </button>
        );
      })}
    </div>
  );
}
