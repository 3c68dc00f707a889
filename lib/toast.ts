import type { ExternalToast, toast as sonnerToast } from "sonner";

type Toast = typeof sonnerToast;

let markMounted: () => void;
const mounted = new Promise<void>((resolve) => {
  markMounted = resolve;
});

/** Called by the Toaster: what was said before it was there is shown now. */
export function toasterIsMounted(): void {
  markMounted();
}

/** Toasts stay in order: each waits for the same two promises. */
function withSonner(use: (toast: Toast) => void): void {
  void Promise.all([import("sonner"), mounted]).then(([{ toast }]) => use(toast));
}

/** A refusal is read to its end, and what it offers can still be reached. */
const ERROR_MS = 15_000;

/** Sonner's `toast`, without its code in the first load of every page. */
export const toast = {
  show: (message: string, options?: ExternalToast) => withSonner((sonner) => sonner(message, options)),
  success: (message: string, options?: ExternalToast) => withSonner((sonner) => sonner.success(message, options)),
  error: (message: string, options?: ExternalToast) => withSonner((sonner) => sonner.error(message, { duration: ERROR_MS, ...options })),
  dismiss: (id: string) => withSonner((sonner) => sonner.dismiss(id)),
};
