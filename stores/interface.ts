import { create } from "zustand";
import { persist } from "zustand/middleware";

import { AUTO_FORMATS, type Formats } from "@/lib/formats";

interface InterfaceState {
  isSidebarCollapsed: boolean;
  toggleSidebar: () => void;
  isPaletteOpen: boolean;
  setPaletteOpen: (isOpen: boolean) => void;
  isNotificationsOpen: boolean;
  setNotificationsOpen: (isOpen: boolean) => void;
  isShortcutsOpen: boolean;
  setShortcutsOpen: (isOpen: boolean) => void;
  /** From the person's preferences, kept so that times are right from the first paint on. */
  timeZone: string | null;
  setTimeZone: (timeZone: string) => void;
  formats: Formats;
  setFormats: (formats: Formats) => void;
  /** Somebody signed in here and did not sign out: worth asking for their session. */
  hasSession: boolean;
  setHasSession: (hasSession: boolean) => void;
  /** Checklists and hints that a person closed, by name. */
  dismissed: Record<string, boolean>;
  dismiss: (name: string) => void;
}

/** Preferences of this browser: they survive a reload and never leave the machine. */
export const useInterfaceStore = create<InterfaceState>()(
  persist(
    (set) => ({
      isSidebarCollapsed: false,
      toggleSidebar: () => set((state) => ({ isSidebarCollapsed: !state.isSidebarCollapsed })),
      isPaletteOpen: false,
      setPaletteOpen: (isPaletteOpen) => set({ isPaletteOpen }),
      isNotificationsOpen: false,
      setNotificationsOpen: (isNotificationsOpen) => set({ isNotificationsOpen }),
      isShortcutsOpen: false,
      setShortcutsOpen: (isShortcutsOpen) => set({ isShortcutsOpen }),
      timeZone: null,
      setTimeZone: (timeZone) => set({ timeZone }),
      formats: AUTO_FORMATS,
      setFormats: (formats) => set({ formats }),
      hasSession: false,
      setHasSession: (hasSession) => set({ hasSession }),
      dismissed: {},
      dismiss: (name) => set((state) => ({ dismissed: { ...state.dismissed, [name]: true } })),
    }),
    {
      name: "lovedcrm-interface",
      partialize: ({ isSidebarCollapsed, timeZone, formats, hasSession, dismissed }) => ({
        isSidebarCollapsed,
        timeZone,
        formats,
        hasSession,
        dismissed,
      }),
    },
  ),
);
