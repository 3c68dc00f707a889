"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";

import { useErrorToast } from "@/hooks/use-error-toast";
import { useOrgContext } from "@/hooks/use-org-context";
import { ApiError } from "@/lib/api-error";
import { userSessionService } from "@/services/user-session";
import type { components } from "@/types/api";

export type UserSession = components["schemas"]["UserSession"];

function useKey() {
  const { organizationId } = useOrgContext();
  return ["user-session", organizationId];
}

/** Where the person is signed in, this log-in first; always asked for anew, it is looked at when something is wrong. */
export function useUserSessions() {
  const queryKey = useKey();
  return useQuery({ queryKey, queryFn: ({ signal }) => userSessionService.list(signal), staleTime: 0 });
}

/** End one log-in; one that is over already is as good as ended. */
export function useEndSession() {
  const queryKey = useKey();
  const queryClient = useQueryClient();
  const showError = useErrorToast();
  return useMutation({
    mutationFn: async (id: string) => {
      try {
        await userSessionService.end(id);
      } catch (error) {
        if (!(error instanceof ApiError) || error.code !== "session_not_found") throw error;
      }
      return id;
    },
    onSuccess: (id) => queryClient.setQueryData<UserSession[]>(queryKey, (sessions) => sessions?.filter((session) => session.id !== id)),
    onError: showError,
  });
}

export function useEndOtherSessions() {
  const queryKey = useKey();
  const queryClient = useQueryClient();
  const showError = useErrorToast();
  return useMutation({
    mutationFn: () => userSessionService.endOthers(),
    onSuccess: () => queryClient.setQueryData<UserSession[]>(queryKey, (sessions) => sessions?.filter((session) => session.is_current)),
    onError: showError,
  });
}
