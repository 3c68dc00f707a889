import { create } from "zustand";

interface BreadcrumbState {
  label: string | null;
  setLabel: (label: string | null) => void;
}

export const useBreadcrumbStore = create<BreadcrumbState>()((set) => ({
  label: null,
  setLabel: (label) => set({ label }),
}));
