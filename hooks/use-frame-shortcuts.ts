"use client";

import { useTranslations } from "next-intl";

import { useLocalizedNavigation } from "@/hooks/use-localized-navigation";
import { useOrgContext } from "@/hooks/use-org-context";
import { useShortcut, useShortcutListener } from "@/hooks/use-shortcut";
import { paths } from "@/lib/paths";
import { useInterfaceStore } from "@/stores/interface";
import { useUndoStore } from "@/stores/undo";

/** The keys that work on every page of the application. */
export function useFrameShortcuts(): void {
  const t = useTranslations();
  const { push } = useLocalizedNavigation();
  const { setPaletteOpen, setShortcutsOpen, setNotificationsOpen, toggleSidebar } = useInterfaceStore();
  const { hasTeams } = useOrgContext();
  const goTo = { group: t("shortcuts.navigation") };
  useShortcutListener();
  useShortcut("mod+k", t("shortcuts.palette"), () => setPaletteOpen(true));
  useShortcut("?", t("shortcuts.help"), () => setShortcutsOpen(true));
  useShortcut("mod+b", t("shortcuts.sidebar"), toggleSidebar);
  useShortcut("mod+z", t("shortcuts.undo"), () => void useUndoStore.getState().undoables.at(-1)?.undo(), { whileTyping: false });
  useShortcut("g d", t("nav.dashboard"), () => push(paths.dashboard()), goTo);
  useShortcut("g p", t("nav.pipeline"), () => push(paths.pipeline()), goTo);
  useShortcut("g c", t("nav.clients"), () => push(paths.clients()), goTo);
  useShortcut("g k", t("nav.tasks"), () => push(paths.tasks()), goTo);
  useShortcut("g i", t("nav.import"), () => push(paths.imports()), goTo);
  useShortcut("g t", t("nav.team"), () => push(paths.team()), { ...goTo, enabled: hasTeams });
  useShortcut("g n", t("notification.title"), () => setNotificationsOpen(true), goTo);
  useShortcut("g s", t("nav.settings"), () => push(paths.settings()), goTo);
}
