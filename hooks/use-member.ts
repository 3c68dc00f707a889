"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";

import { useErrorToast } from "@/hooks/use-error-toast";
import { isUnconfirmed, useFreshAuth } from "@/hooks/use-fresh-auth";
import { useOrgContext } from "@/hooks/use-org-context";
import { memberService, type Member, type Role } from "@/services/member";
import { refreshSession } from "@/services/session-refresh";
import { useSessionStore } from "@/stores/session";

/** The people of the organization, for owners and assignment. */
export function useMembers({ enabled = true }: { enabled?: boolean } = {}) {
  const { organizationId, isPersonal, features } = useOrgContext();
  return useQuery({
    queryKey: ["member", organizationId, "all"],
    queryFn: ({ signal }) => memberService.listAll(signal),
    staleTime: 5 * 60_000,
    enabled: enabled && !isPersonal && features?.saas_mode !== "B2C",
  });
}

/** The new role is on screen at once, and off again where the server refuses. */
export function useChangeRole() {
  const { organizationId, user, organization } = useOrgContext();
  const queryClient = useQueryClient();
  const confirmed = useFreshAuth();
  const showError = useErrorToast();
  const queryKey = ["member", organizationId, "all"];
  return useMutation({
    mutationFn: ({ userId, role }: { userId: string; role: Role }) => confirmed(() => memberService.changeRole(userId, role)),
    onMutate: async ({ userId, role }) => {
      await queryClient.cancelQueries({ queryKey });
      const before = queryClient.getQueryData<Member[]>(queryKey);
      queryClient.setQueryData<Member[]>(queryKey, (members) =>
        members?.map((member) => (member.user_id === userId ? { ...member, role } : member)),
      );
      return { before };
    },
    onSuccess: (_, { userId, role }) => {
      if (userId !== user.id) return;
      useSessionStore.getState().updateOrganization({ ...organization, role });
      void queryClient.invalidateQueries({ queryKey: ["organization", organizationId] });
    },
    onError: (error, _, context) => {
      queryClient.setQueryData(queryKey, context?.before);
      if (!isUnconfirmed(error)) showError(error);
    },
    onSettled: () => queryClient.invalidateQueries({ queryKey }),
  });
}

export function useRemoveMember() {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: ({ userId, reassignTo }: { userId: string; reassignTo: string | null }) => memberService.remove(userId, reassignTo),
    // Owners have changed on clients and deals everywhere.
    onSuccess: () => queryClient.invalidateQueries(),
  });
}

/** Leave, and go on in another of one's organizations, or be signed out where there is none. */
export function useLeave() {
  return useMutation({
    mutationFn: async (reassignTo: string | null) => {
      await memberService.leave(reassignTo);
      await refreshSession();
    },
  });
}
