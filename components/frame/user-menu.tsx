"use client";

import { Keyboard, Languages, LogOut, Settings, SunMoon } from "lucide-react";
import { useTranslations } from "next-intl";

import { Kbd } from "@/components/common/kbd";
import { UserAvatar } from "@/components/common/user-avatar";
import {
  DropdownMenu,
  DropdownMenuContent,
  DropdownMenuItem,
  DropdownMenuLabel,
  DropdownMenuRadioGroup,
  DropdownMenuRadioItem,
  DropdownMenuSeparator,
  DropdownMenuShortcut,
  DropdownMenuSub,
  DropdownMenuSubContent,
  DropdownMenuSubTrigger,
  DropdownMenuTrigger,
} from "@/components/ui/dropdown-menu";
import { routing, type AppLocale } from "@/i18n/routing";
import { LOCALE_NAMES } from "@/lib/locale-names";
import { THEMES, type ThemeName } from "@/lib/themes";
import { cn } from "@/lib/utils";
import type { SessionUser } from "@/stores/session";

export interface UserMenuProps {
  user: SessionUser;
  isCompact: boolean;
  theme: ThemeName;
  onTheme: (theme: ThemeName) => void;
  locale: AppLocale;
  onLocale: (locale: AppLocale) => void;
  onSettings: () => void;
  onShortcuts: () => void;
  onSignOut: () => void;
}

export function UserMenu({ user, isCompact, theme, onTheme, locale, onLocale, onSettings, onShortcuts, onSignOut }: UserMenuProps) {
  const t = useTranslations();
  return (
    <DropdownMenu>
      <DropdownMenuTrigger
        aria-label={t("nav.account", { name: user.full_name })}
        className={cn(
          "flex h-8 w-full items-center gap-2 rounded-md px-1 text-left transition-colors hover:bg-accent data-[state=open]:bg-accent coarse:h-11",
          isCompact && "justify-center px-0",
        )}
      >
        <UserAvatar name={user.full_name} id={user.id} size="md" className="size-6 text-2xs" />
        {!isCompact && <span className="min-w-0 truncate font-medium">{user.full_name}</span>}
      </DropdownMenuTrigger>
      <DropdownMenuContent side="top" align="start" className="w-60">
        <DropdownMenuLabel className="py-2">
          <span className="block truncate text-sm text-foreground">{user.full_name}</span>
          <span className="block truncate font-normal">{user.email}</span>
        </DropdownMenuLabel>
        <DropdownMenuSeparator />
        <DropdownMenuSub>
          <DropdownMenuSubTrigger>
            <SunMoon aria-hidden />
            {t("theme.label")}
          </DropdownMenuSubTrigger>
          <DropdownMenuSubContent>
            <DropdownMenuRadioGroup value={theme} onValueChange={(value) => onTheme(value as ThemeName)}>
              {THEMES.map(({ name, icon: Icon }) => (
                <DropdownMenuRadioItem key={name} value={name}>
                  <Icon aria-hidden />
                  {t(`theme.${name}`)}
                </DropdownMenuRadioItem>
              ))}
            </DropdownMenuRadioGroup>
          </DropdownMenuSubContent>
        </DropdownMenuSub>
        <DropdownMenuSub>
          <DropdownMenuSubTrigger>
            <Languages aria-hidden />
            {t("common.language")}
          </DropdownMenuSubTrigger>
          <DropdownMenuSubContent>
            <DropdownMenuRadioGroup value={locale} onValueChange={(value) => onLocale(value as AppLocale)}>
              {routing.locales.map((option) => (
                <DropdownMenuRadioItem key={option} value={option} lang={option}>
                  {LOCALE_NAMES[option]}
                </DropdownMenuRadioItem>
              ))}
            </DropdownMenuRadioGroup>
          </DropdownMenuSubContent>
        </DropdownMenuSub>
        <DropdownMenuItem onSelect={onSettings}>
          <Settings aria-hidden />
          {t("nav.settings")}
        </DropdownMenuItem>
        <DropdownMenuItem onSelect={onShortcuts} className="coarse:hidden">
          <Keyboard aria-hidden />
          {t("nav.shortcuts")}
          <DropdownMenuShortcut>
            <Kbd keys="?" />
          </DropdownMenuShortcut>
        </DropdownMenuItem>
        <DropdownMenuSeparator />
        <DropdownMenuItem onSelect={onSignOut}>
          <LogOut aria-hidden />
          {t("nav.signOut")}
        </DropdownMenuItem>
      </DropdownMenuContent>
    </DropdownMenu>
  );
}
