"use client";

import { Bell, LogOut } from "lucide-react";
import { useTranslations } from "next-intl";

import { UserAvatar } from "@/components/common/user-avatar";
import { MAIN_PLACES, morePlaces } from "@/components/frame/places";
import { UnreadBadge } from "@/components/notification/unread-badge";
import { Button } from "@/components/ui/button";
import { OrganizationChoice } from "@/containers/frame/organization-choice";
import { Sheet, SheetClose, SheetContent, SheetDescription, SheetTitle } from "@/components/ui/sheet";
import { useLanguage, useThemeChoice } from "@/hooks/use-appearance";
import { useUnreadCount } from "@/hooks/use-notification";
import { useOrgContext } from "@/hooks/use-org-context";
import { useSignOut } from "@/hooks/use-sign-out";
import { Link } from "@/i18n/navigation";
import { routing } from "@/i18n/routing";
import { LOCALE_NAMES } from "@/lib/locale-names";
import { THEMES } from "@/lib/themes";
import { useInterfaceStore } from "@/stores/interface";

/** On a phone: the places and choices that have no room in the bottom bar. */
export function MoreSheet({ onClose }: { onClose: () => void }) {
  const t = useTranslations();
  const { user, organization, hasTeams } = useOrgContext();
  const { theme, setTheme } = useThemeChoice();
  const { locale, setLocale } = useLanguage();
  const signOut = useSignOut();
  const unreadCount = useUnreadCount();
  const setNotificationsOpen = useInterfaceStore((state) => state.setNotificationsOpen);
  return (
    <Sheet open onOpenChange={(isOpen) => !isOpen && onClose()}>
      <SheetContent side="bottom" className="gap-5">
        <div className="flex items-center gap-3 pr-10">
          <UserAvatar name={user.full_name} id={user.id} size="lg" />
          <div className="min-w-0">
            <SheetTitle className="truncate">{user.full_name}</SheetTitle>
            <SheetDescription className="truncate">{organization.name}</SheetDescription>
          </div>
        </div>
        <nav aria-label={t("nav.more")} className="grid grid-cols-2 gap-2">
          <Button
            variant="outline"
            size="lg"
            className="justify-start"
            onClick={() => {
              onClose();
              setNotificationsOpen(true);
            }}
          >
            <Bell aria-hidden />
            {t("notification.title")}
            {unreadCount > 0 && <UnreadBadge count={unreadCount} className="ml-auto" />}
          </Button>
          {[...MAIN_PLACES.filter((place) => place.isSecondary), ...morePlaces({ hasTeams })].map((place) => (
            <SheetClose asChild key={place.name}>
              <Button asChild variant="outline" size="lg" className="justify-start">
                <Link href={place.href}>
                  <place.icon aria-hidden />
                  {t(`nav.${place.name}`)}
                </Link>
              </Button>
            </SheetClose>
          ))}
        </nav>
        <OrganizationChoice />
        <Choices
          label={t("theme.label")}
          value={theme}
          options={THEMES.map(({ name }) => ({ value: name, text: t(`theme.${name}`) }))}
          onChange={setTheme}
        />
        <Choices
          label={t("common.language")}
          value={locale}
          options={routing.locales.map((option) => ({ value: option, text: LOCALE_NAMES[option] }))}
          onChange={setLocale}
        />
        <Button variant="ghost" size="lg" className="justify-start" onClick={signOut}>
          <LogOut aria-hidden />
          {t("nav.signOut")}
        </Button>
      </SheetContent>
    </Sheet>
  );
}

interface ChoicesProps<Value extends string> {
  label: string;
  value: Value;
  options: readonly { value: Value; text: string }[];
  onChange: (value: Value) => void;
}

function Choices<Value extends string>({ label, value, options, onChange }: ChoicesProps<Value>) {
  return (
    <fieldset className="space-y-1.5">
      <legend className="mb-1.5 text-xs font-medium text-muted-foreground">{label}</legend>
      <div className="grid grid-cols-3 gap-2">
        {options.map((option) => (
          <Button
            key={option.value}
            variant={option.value === value ? "secondary" : "outline"}
            aria-pressed={option.value === value}
            onClick={() => onChange(option.value)}
          >
            {option.text}
          </Button>
        ))}
      </div>
    </fieldset>
  );
}
