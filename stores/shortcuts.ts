import { create } from "zustand";

export interface Shortcut {
  /** "c", "?", "mod+k" (⌘ on a Mac, Ctrl elsewhere), "shift+j", or a sequence "g p". */
  keys: string;
  /** Translated; shown by the dialog behind "?". */
  label: string;
  /** Translated heading in that dialog; general when missing. */
  group?: string;
  /** Absent for keys that the part in focus handles by itself: they are only listed. */
  run?: (event: KeyboardEvent) => void;
  /** Also while typing and inside dialogs. */
  isGlobal: boolean;
}

interface ShortcutsState {
  /** By registration; of two with the same keys the newest acts. */
  shortcuts: ReadonlyMap<string, Shortcut>;
  register: (id: string, shortcut: Shortcut) => void;
  unregister: (id: string) => void;
}

export const useShortcutsStore = create<ShortcutsState>()((set) => ({
  shortcuts: new Map(),
  register: (id, shortcut) => set((state) => ({ shortcuts: new Map(state.shortcuts).set(id, shortcut) })),
  unregister: (id) =>
    set((state) => {
      const shortcuts = new Map(state.shortcuts);
      shortcuts.delete(id);
      return { shortcuts };
    }),
}));
