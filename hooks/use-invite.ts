"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useTranslations } from "next-intl";

import { useErrorMessage } from "@/hooks/use-error-message";
import { useErrorToast } from "@/hooks/use-error-toast";
import { useLocalizedNavigation } from "@/hooks/use-localized-navigation";
import { useOrgContext } from "@/hooks/use-org-context";
import { ApiError } from "@/lib/api-error";
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
  const renew = () => {
    // An invite keeps a seat.
    void queryClient.invalidateQueries({ queryKey: ["organization", organizationId, "usage"] });
    return queryClient.invalidateQueries({ queryKey: ["invite", organizationId] });
  };
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

/** The logo of the organization that a link invites to, as OrganizationMark takes it. */
export function useInviteLogo(token: string, logo: Schemas["Logo"] | null | undefined) {
  const { data, isError } = useQuery({
    queryKey: ["invite", "token", token, "logo", logo?.version],
    queryFn: async ({ signal }) => URL.createObjectURL(await inviteService.getLogo(token, logo?.version ?? "", signal)),
    enabled: Boolean(logo),
    staleTime: Infinity,
    retry: false,
  });
  if (!logo || isError) return null;
  return data ? { src: data, tone: logo.tone } : ("coming" as const);
}

/** Why accepting was refused, to whoever was invited: they can't change the team's plan, and know whom to ask. */
export function useRefusalOfInvite(): (error: unknown, invite: Pick<Schemas["InvitePreview"], "organization_name">) => string {
  const t = useTranslations("auth.invite");
  const toMessage = useErrorMessage();
  return (error, { organization_name }) =>
    error instanceof ApiError && error.code === "seat_limit_reached" ? t("noSeat", { organization: organization_name }) : toMessage(error);
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
