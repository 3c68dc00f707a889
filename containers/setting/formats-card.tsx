"use client";

import { useLocale, useTranslations } from "next-intl";

import { ChoiceRow } from "@/components/setting/choice-row";
import { SettingRow, SettingsCard } from "@/components/setting/settings-card";
import { TimeZonePicker } from "@/containers/setting/time-zone-picker";
import { useFormat } from "@/hooks/use-format";
import { useNow } from "@/hooks/use-now";
import { useOrgContext } from "@/hooks/use-org-context";
import { type Preferences, useUpdatePreferences } from "@/hooks/use-preferences";
import { formatDate, formatNumber, languageTag } from "@/lib/format";
import { firstWeekdayIndex } from "@/lib/formats";

const DATES = ["auto", "dmy", "mdy", "ymd"] as const;
const NUMBERS = ["auto", "comma_dot", "dot_comma", "space_comma"] as const;
const WEEKDAYS = ["auto", "monday", "sunday", "saturday"] as const;
const SAMPLE_NUMBER = 1234.5;
const SAMPLE_CENTS = 1_234_50;
/** The first days of a month that began on a Sunday. */
const SUNDAY = "2026-03-01";
const DAY_MS = 86_400_000;

export function FormatsCard({ preferences }: { preferences: Preferences }) {
  const t = useTranslations("settings.preferences");
  const locale = useLocale();
  const { mutate } = useUpdatePreferences();
  const today = useNow().toISOString();
  const asLanguage = (example: string) => t("asLanguage", { example });
  const dateText = (order: Preferences["date_format"]) => formatDate(today, locale, "medium", preferences.time_zone, order);
  const weekday = (index: number) =>
    new Intl.DateTimeFormat(languageTag(locale), { weekday: "long", timeZone: "UTC" }).format(Date.parse(SUNDAY) + index * DAY_MS);
  return (
    <SettingsCard id="formats" title={t("formats")} description={t("formatsHint")}>
      <SettingRow label={t("timeZone")} htmlFor="time-zone">
        <TimeZonePicker id="time-zone" value={preferences.time_zone} onChange={(time_zone) => mutate({ time_zone })} />
      </SettingRow>
      <ChoiceRow
        id="date-format"
        label={t("dateFormat")}
        value={preferences.date_format}
        options={DATES.map((order) => ({ value: order, text: order === "auto" ? asLanguage(dateText(order)) : dateText(order) }))}
        onChange={(date_format) => mutate({ date_format })}
      />
      <ChoiceRow
        id="number-format"
        label={t("numberFormat")}
        value={preferences.number_format}
        options={NUMBERS.map((signs) => {
          const text = formatNumber(SAMPLE_NUMBER, locale, signs);
          return { value: signs, text: signs === "auto" ? asLanguage(text) : text };
        })}
        onChange={(number_format) => mutate({ number_format })}
      />
      <ChoiceRow
        id="first-weekday"
        label={t("firstWeekday")}
        value={preferences.first_weekday}
        options={WEEKDAYS.map((day) => {
          const text = weekday(firstWeekdayIndex(day, locale));
          return { value: day, text: day === "auto" ? asLanguage(text) : text };
        })}
        onChange={(first_weekday) => mutate({ first_weekday })}
      />
      <Example at={today} />
    </SettingsCard>
  );
}

/** What the choices make of this very moment and of an amount. */
function Example({ at }: { at: string }) {
  const t = useTranslations("settings.preferences");
  const format = useFormat();
  const { currency } = useOrgContext();
  return (
    <SettingRow label={t("example")}>
      <p className="tabular text-muted-foreground" aria-live="polite" data-testid="format-example">
        {format.date(at, "datetime")} · {format.money(SAMPLE_CENTS, currency)}
      </p>
    </SettingRow>
  );
}
