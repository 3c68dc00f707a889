"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";

import { useErrorToast } from "@/hooks/use-error-toast";
import { useLiveEvents } from "@/hooks/use-live";
import { useOrgContext } from "@/hooks/use-org-context";
import { preferenceService } from "@/services/preference";
import type { components } from "@/types/api";

export type Preferences = components["schemas"]["Preferences"];
export type PreferencesUpdate = components["schemas"]["PreferencesUpdate"];

export function usePreferences() {
  const { organizationId } = useOrgContext();
  return useQuery({
    queryKey: ["preference", organizationId],
    queryFn: ({ signal }) => preferenceService.getMine(signal),
    staleTime: 5 * 60_000,
  });
}

/** Hear of what the person chose on another device; their own saves here know better. */
export function useFollowedPreferences(): void {
  const { organizationId, user } = useOrgContext();
  const queryClient = useQueryClient();
  useLiveEvents((event) => {
    if (event.type !== "preferences.changed" || event.entity_id !== user.id) return;
    if (queryClient.isMutating({ mutationKey: ["preference", organizationId] }) === 0) {
      queryClient.setQueryData(["preference", organizationId], event.data);
    }
  });
}

/** Saves at once and shows the change before the server has answered. */
export function useUpdatePreferences() {
  const { organizationId } = useOrgContext();
  const queryClient = useQueryClient();
  const showError = useErrorToast();
  const queryKey = ["preference", organizationId];
  return useMutation({
    mutationKey: queryKey,
    mutationFn: async (changes: PreferencesUpdate) => (await preferenceService.update(changes)).data,
    onMutate: async (changes) => {
      await queryClient.cancelQueries({ queryKey });
      const before = queryClient.getQueryData<Preferences>(queryKey);
      if (before) queryClient.setQueryData<Preferences>(queryKey, merged(before, changes));
      return before;
    },
    onError: (error, _changes, before) => {
      queryClient.setQueryData(queryKey, before);
      showError(error);
    },
    onSuccess: (saved) => queryClient.setQueryData(queryKey, saved),
  });
}

function merged(before: Preferences, { notifications, ...changes }: PreferencesUpdate): Preferences {
  const plain = Object.fromEntries(Object.entries(changes).filter(([, value]) => value !== null && value !== undefined));
  const chosen = { ...before.notifications };
  for (const [event, channels] of Object.entries(notifications ?? {})) {
    const former = chosen[event];
    if (former) chosen[event] = { in_app: channels?.in_app ?? former.in_app, mail: channels?.mail ?? former.mail };
  }
  return { ...before, ...plain, notifications: chosen };
}
