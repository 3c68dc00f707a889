import { create } from "zustand";

interface FreshAuthState {
  /** Whoever waits for the person to prove themselves; the dialog is open while somebody does. */
  waiting: ((isProven: boolean) => void)[];
  /** Open the dialog; resolves once the person proved themselves (true) or left (false). */
  ask: () => Promise<boolean>;
  settle: (isProven: boolean) => void;
}

export const useFreshAuthStore = create<FreshAuthState>()((set, get) => ({
  waiting: [],
  ask: () => new Promise((resolve) => set((state) => ({ waiting: [...state.waiting, resolve] }))),
  settle: (isProven) => {
    const { waiting } = get();
    set({ waiting: [] });
    for (const resolve of waiting) resolve(isProven);
  },
}));
