"use client";

import { useMutation } from "@tanstack/react-query";

import { useErrorToast } from "@/hooks/use-error-toast";
import { meService } from "@/services/me";
import { useSessionStore } from "@/stores/session";
import type { components } from "@/types/api";

type UserUpdate = components["schemas"]["UserUpdate"];

/** Save to the own profile; the frame shows the new name at once. */
export function useUpdateMe() {
  const showError = useErrorToast();
  return useMutation({
    mutationFn: async (changes: UserUpdate) => (await meService.update(changes)).data,
    onSuccess: (user) => useSessionStore.getState().updateUser(user),
    onError: showError,
  });
}
