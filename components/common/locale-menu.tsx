"use client";

import { Languages } from "lucide-react";
import { useLocale, useTranslations } from "next-intl";

import { Button } from "@/components/ui/button";
import {
  DropdownMenu,
  DropdownMenuContent,
  DropdownMenuRadioGroup,
  DropdownMenuRadioItem,
  DropdownMenuTrigger,
} from "@/components/ui/dropdown-menu";
import { useLocalizedNavigation } from "@/hooks/use-localized-navigation";
import { LOCALE_NAMES } from "@/lib/locale-names";
import { routing, type AppLocale } from "@/i18n/routing";

/** Changes the language of the page one is on; for pages before sign-in. */
export function LocaleMenu() {
  const t = useTranslations("common");
  const locale = useLocale();
  const { switchLocale } = useLocalizedNavigation();
  return (
    <DropdownMenu>
      <DropdownMenuTrigger asChild>
        <Button variant="ghost" aria-label={t("language")}>
          <Languages aria-hidden />
          {LOCALE_NAMES[locale]}
        </Button>
      </DropdownMenuTrigger>
      <DropdownMenuContent align="end">
        <DropdownMenuRadioGroup value={locale} onValueChange={(next) => switchLocale(next as AppLocale)}>
          {routing.locales.map((option) => (
            <DropdownMenuRadioItem key={option} value={option} lang={option}>
              {LOCALE_NAMES[option]}
            </DropdownMenuRadioItem>
          ))}
        </DropdownMenuRadioGroup>
      </DropdownMenuContent>
    </DropdownMenu>
  );
}
