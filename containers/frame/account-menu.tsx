"use client";

import { UserMenu } from "@/components/frame/user-menu";
import { useLanguage, useThemeChoice } from "@/hooks/use-appearance";
import { useLocalizedNavigation } from "@/hooks/use-localized-navigation";
import { useOrgContext } from "@/hooks/use-org-context";
import { useSignOut } from "@/hooks/use-sign-out";
import { paths } from "@/lib/paths";
import { useInterfaceStore } from "@/stores/interface";

export function AccountMenu({ isCompact }: { isCompact: boolean }) {
  const { user } = useOrgContext();
  const { push } = useLocalizedNavigation();
  const { theme, setTheme } = useThemeChoice();
  const { locale, setLocale } = useLanguage();
  const setShortcutsOpen = useInterfaceStore((state) => state.setShortcutsOpen);
  const signOut = useSignOut();
  return (
    <UserMenu
      user={user}
      isCompact={isCompact}
      theme={theme}
      onTheme={setTheme}
      locale={locale}
      onLocale={setLocale}
      onSettings={() => push(paths.settings())}
      onShortcuts={() => setShortcutsOpen(true)}
      onSignOut={signOut}
    />
  );
}
