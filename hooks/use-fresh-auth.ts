"use client";

import { useCallback } from "react";

import { ApiError } from "@/lib/api-error";
import { useFreshAuthStore } from "@/stores/fresh-auth";

/**
 * Do what only somebody may do who proved themselves a moment ago.
 *
 *     const confirmed = useFreshAuth();
 *     useMutation({ mutationFn: (id: string) => confirmed(() => apiKeyService.remove(id)) });
 *
 * When the API asks for it, a dialog takes password, code or passkey, and the call is made again. A person who leaves
 * the dialog gets the API's refusal (`reauthentication_required`): isUnconfirmed(error) tells it apart.
 */
export function useFreshAuth(): <T>(call: () => Promise<T>) => Promise<T> {
  return useCallback(async (call) => {
    try {
      return await call();
    } catch (error) {
      if (!isUnconfirmed(error) || !(await useFreshAuthStore.getState().ask())) throw error;
      return call();
    }
  }, []);
}

/** The person closed the dialog: they know, and need no message. */
export function isUnconfirmed(error: unknown): boolean {
  return error instanceof ApiError && error.code === "reauthentication_required";
}
