"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";

import { useErrorToast } from "@/hooks/use-error-toast";
import { useOrgContext } from "@/hooks/use-org-context";
import { preferenceService } from "@/services/preference";
import type { components } from "@/types/api";

type Preferences = components["schemas"]["Preferences"];
type PreferencesUpdate = components["schemas"]["PreferencesUpdate"];

export function usePreferences() {
  const { organizationId } = useOrgContext();
  return useQuery({
    queryKey: ["preference", organizationId],
    queryFn: ({ signal }) => preferenceService.getMine(signal),
    staleTime: 5 * 60_000,
  });
}

/** Saves at once and shows the change before the server has answered. */
export function useUpdatePreferences() {
  const { organizationId } = useOrgContext();
  const queryClient = useQueryClient();
  const showError = useErrorToast();
  const queryKey = ["preference", organizationId];
  return useMutation({
    mutationFn: async (changes: PreferencesUpdate) => (await preferenceService.update(changes)).data,
    onMutate: async (changes) => {
      await queryClient.cancelQueries({ queryKey });
      const before = queryClient.getQueryData<Preferences>(queryKey);
      if (before) queryClient.setQueryData<Preferences>(queryKey, { ...before, ...withoutNull(changes) });
      return before;
    },
    onError: (error, _changes, before) => {
      queryClient.setQueryData(queryKey, before);
      showError(error);
    },
    onSuccess: (saved) => queryClient.setQueryData(queryKey, saved),
  });
}

function withoutNull(changes: PreferencesUpdate): Partial<Preferences> {
  return Object.fromEntries(Object.entries(changes).filter(([, value]) => value !== null && value !== undefined));
}
