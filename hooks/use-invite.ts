"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";

import { useErrorToast } from "@/hooks/use-error-toast";
import { useLocalizedNavigation } from "@/hooks/use-localized-navigation";
import { useOrgContext } from "@/hooks/use-org-context";
import { paths } from "@/lib/paths";
import { inviteService } from "@/services/invite";
import type { components } from "@/types/api";

type Schemas = components["schemas"];

export function useInvites() {
  const { organizationId, can } = useOrgContext();
  return useQuery({
    queryKey: ["invite", organizationId, "open"],
    queryFn: ({ signal }) => inviteService.listAll(signal),
    enabled: can("member:invite"),
  });
}

export function useInviteActions() {
  const { organizationId } = useOrgContext();
  const queryClient = useQueryClient();
  const showError = useErrorToast();
  const renew = () => queryClient.invalidateQueries({ queryKey: ["invite", organizationId] });
  const create = useMutation({
    mutationFn: async (invites: Schemas["InviteCreate"]) => (await inviteService.create(invites)).data.items,
    onSettled: renew,
  });
  const resend = useMutation({ mutationFn: inviteService.resend.bind(inviteService), onError: showError, onSettled: renew });
  const revoke = useMutation({ mutationFn: inviteService.revoke.bind(inviteService), onError: showError, onSettled: renew });
  return { create, resend, revoke };
}

/** What a link's holder is invited to; anybody may ask. */
export function useInvitePreview(token: string) {
  return useQuery({
    queryKey: ["invite", "token", token],
    queryFn: ({ signal }) => inviteService.preview(token, signal),
    retry: false,
  });
}

/** Accept, and go to work. Said here and not where it is called: who is signed in by it sees another screen at once. */
export function useAcceptInvite(token: string) {
  const { replace } = useLocalizedNavigation();
  return useMutation({
    onSuccess: () => replace(paths.dashboard()),
    mutationFn: ({ acceptance, anonymous }: { acceptance: Schemas["InviteAcceptance"]; anonymous: boolean }) =>
      inviteService.accept(token, acceptance, { anonymous }),
  });
}
