import { create } from "zustand";
import { persist } from "zustand/middleware";

interface InterfaceState {
  isSidebarCollapsed: boolean;
  toggleSidebar: () => void;
  isPaletteOpen: boolean;
  setPaletteOpen: (isOpen: boolean) => void;
  isShortcutsOpen: boolean;
  setShortcutsOpen: (isOpen: boolean) => void;
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
      isShortcutsOpen: false,
      setShortcutsOpen: (isShortcutsOpen) => set({ isShortcutsOpen }),
      dismissed: {},
      dismiss: (name) => set((state) => ({ dismissed: { ...state.dismissed, [name]: true } })),
    }),
    {
      name: "lovedcrm-interface",
      partialize: ({ isSidebarCollapsed, dismissed }) => ({ isSidebarCollapsed, dismissed }),
    },
  ),
);
