"use client";

import { useTranslations } from "next-intl";

import { ChoiceRow } from "@/components/setting/choice-row";
import { SettingRow, SettingsCard } from "@/components/setting/settings-card";
import { Label } from "@/components/ui/label";
import { RadioGroup, RadioGroupItem } from "@/components/ui/radio-group";
import { useLanguage, useThemeChoice } from "@/hooks/use-appearance";
import { type Preferences, useUpdatePreferences } from "@/hooks/use-preferences";
import { routing } from "@/i18n/routing";
import { LOCALE_NAMES } from "@/lib/locale-names";
import { THEMES, type ThemeName } from "@/lib/themes";

const START_PAGES = ["dashboard", "pipeline", "clients"] as const;

export function AppearanceCard({ preferences }: { preferences: Preferences }) {
  const t = useTranslations();
  const { theme, setTheme } = useThemeChoice();
  const { locale, setLocale } = useLanguage();
  const { mutate } = useUpdatePreferences();
  return (
    <SettingsCard id="appearance" title={t("settings.preferences.appearance")} description={t("settings.preferences.appearanceHint")}>
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
      <ChoiceRow
        id="language"
        label={t("common.language")}
        value={locale}
        options={routing.locales.map((option) => ({ value: option, text: LOCALE_NAMES[option], lang: option }))}
        onChange={setLocale}
      />
      <ChoiceRow
        id="start-page"
        label={t("settings.preferences.startPage")}
        value={preferences.start_page}
        options={START_PAGES.map((page) => ({ value: page, text: t(`nav.${page}`) }))}
        onChange={(start_page) => mutate({ start_page })}
      />
    </SettingsCard>
  );
}
