"use client";

import { useTranslations } from "next-intl";

import { LoadingRegion } from "@/components/common/loading-region";
import { SettingRow, SettingsCard } from "@/components/setting/settings-card";
import { Label } from "@/components/ui/label";
import { NativeSelect } from "@/components/ui/native-select";
import { RadioGroup, RadioGroupItem } from "@/components/ui/radio-group";
import { Skeleton } from "@/components/ui/skeleton";
import { TimeZonePicker } from "@/containers/setting/time-zone-picker";
import { useLanguage, useThemeChoice } from "@/hooks/use-appearance";
import { usePreferences, useUpdatePreferences } from "@/hooks/use-preferences";
import { routing, type AppLocale } from "@/i18n/routing";
import { LOCALE_NAMES } from "@/lib/locale-names";
import { THEMES, type ThemeName } from "@/lib/themes";

export function PreferencesCard() {
  const t = useTranslations();
  const { theme, setTheme } = useThemeChoice();
  const { locale, setLocale } = useLanguage();
  const { data: preferences } = usePreferences();
  const { mutate } = useUpdatePreferences();
  const timeZone = preferences?.time_zone;
  return (
    <SettingsCard id="preferences" title={t("settings.preferences.title")} description={t("settings.preferences.description")}>
      <SettingRow label={t("theme.label")}>
        <RadioGroup
          value={theme}
          onValueChange={(value) => setTheme(value as ThemeName)}
          aria-label={t("theme.label")}
          className="grid grid-cols-3 gap-2"
        >
          {THEMES.map(({ name, icon: Icon }) => (
            <Label
              key={name}
              className="relative flex cursor-pointer flex-col items-center gap-1.5 rounded-md border p-2.5 text-xs transition-colors hover:bg-accent has-[[data-state=checked]]:border-primary has-[:focus-visible]:outline has-[:focus-visible]:outline-2 has-[:focus-visible]:outline-offset-2 has-[:focus-visible]:outline-ring has-[[data-state=checked]]:bg-primary/5"
            >
              <RadioGroupItem value={name} className="pointer-events-none absolute opacity-0" />
              <Icon className="size-4 text-muted-foreground" aria-hidden />
              {t(`theme.${name}`)}
            </Label>
          ))}
        </RadioGroup>
      </SettingRow>
      <SettingRow label={t("common.language")} htmlFor="language">
        <NativeSelect id="language" value={locale} onChange={(event) => setLocale(event.target.value as AppLocale)}>
          {routing.locales.map((option) => (
            <option key={option} value={option} lang={option}>
              {LOCALE_NAMES[option]}
            </option>
          ))}
        </NativeSelect>
      </SettingRow>
      <SettingRow label={t("settings.preferences.timeZone")} htmlFor="time-zone">
        {timeZone ? (
          <TimeZonePicker id="time-zone" value={timeZone} onChange={(time_zone) => mutate({ time_zone })} />
        ) : (
          <LoadingRegion>
            <Skeleton className="h-9 w-full" />
          </LoadingRegion>
        )}
      </SettingRow>
    </SettingsCard>
  );
}
