import { create } from "zustand";

export interface Undoable {
  commandId: string;
  undo: () => Promise<void>;
}

interface UndoState {
  /** Newest last; what left the screen is gone from here too. */
  undoables: Undoable[];
  remember: (undoable: Undoable) => void;
  forget: (commandId: string) => void;
}

export const useUndoStore = create<UndoState>()((set) => ({
  undoables: [],
  remember: (undoable) => set((state) => ({ undoables: [...state.undoables, undoable] })),
  forget: (commandId) => set((state) => ({ undoables: state.undoables.filter((item) => item.commandId !== commandId) })),
}));
