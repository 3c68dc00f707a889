"use client";

import { useLocale, useTranslations } from "next-intl";

import { SavingInput } from "@/components/setting/saving-input";
import type { Names } from "@/lib/own-name";

export interface NameFieldsProps {
  id: string;
  /** What is named, for who hears the fields. */
  label: string;
  names: Names;
  /** Shown in the language of the page where no name was given. */
  usual: string;
  disabled: boolean;
  onSave: (names: Names) => void;
}

const LOCALES = ["pt", "en", "es"] as const;

/** One name in up to three languages, the reader's first. */
export function NameFields({ id, label, names, usual, disabled, onSave }: NameFieldsProps) {
  const t = useTranslations("settings.pipeline");
  const own = useLocale();
  return (
    <div className="grid gap-2 sm:grid-cols-3">
      {[...LOCALES]
        .sort((a, b) => Number(b === own) - Number(a === own))
        .map((locale) => (
          <div key={locale} lang={locale} className="min-w-0 space-y-1">
            <label htmlFor={`${id}-${locale}`} className="text-xs text-muted-foreground" lang={own}>
              <span className="sr-only">{label}: </span>
              {t(`language.${locale}`)}
            </label>
            <SavingInput
              id={`${id}-${locale}`}
              value={names[locale] ?? ""}
              placeholder={locale === own ? usual : t("sameAsOthers")}
              maxLength={60}
              autoComplete="off"
              disabled={disabled}
              onSave={(name) => onSave({ ...names, [locale]: name || null })}
            />
          </div>
        ))}
    </div>
  );
}
