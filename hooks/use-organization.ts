"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";

import { useErrorToast } from "@/hooks/use-error-toast";
import { useFreshAuth } from "@/hooks/use-fresh-auth";
import { useOrgContext } from "@/hooks/use-org-context";
import { ApiError } from "@/lib/api-error";
import { organizationService } from "@/services/organization";
import { refreshSession } from "@/services/session-refresh";
import { useSessionStore, type SessionOrganization } from "@/stores/session";
import type { components } from "@/types/api";

type Organization = components["schemas"]["Organization"];
type OrganizationUpdate = components["schemas"]["OrganizationUpdate"];

export function useOrganization() {
  const { organizationId } = useOrgContext();
  return useQuery({
    queryKey: ["organization", organizationId, "current"],
    queryFn: ({ signal }) => organizationService.getCurrent(signal),
  });
}

export function useUsage() {
  const { organizationId } = useOrgContext();
  return useQuery({
    queryKey: ["organization", organizationId, "usage"],
    queryFn: ({ signal }) => organizationService.getUsage(signal),
  });
}

/** The server's word on what this organization now is, taken over by the frame. */
function useSettled() {
  const { organizationId, organization } = useOrgContext();
  const queryClient = useQueryClient();
  return (saved: Organization) => {
    const { name, currency, plan, is_personal, role, brand_color, logo } = saved;
    useSessionStore.getState().updateOrganization({ ...organization, name, currency, plan, is_personal, role, brand_color, logo });
    void queryClient.invalidateQueries({ queryKey: ["organization", organizationId] });
    void queryClient.invalidateQueries({ queryKey: ["member", organizationId] });
  };
}

export function useTransferOrganization() {
  const confirmed = useFreshAuth();
  const settle = useSettled();
  return useMutation({
    mutationFn: async (userId: string) => (await confirmed(() => organizationService.transfer(userId))).data,
    onSuccess: settle,
  });
}

export function useConvertOrganization() {
  const settle = useSettled();
  return useMutation({
    mutationFn: async (to: "team" | "personal") => (await organizationService.convert(to)).data,
    onSuccess: settle,
  });
}

/** Close it, and go on wherever the person still can: another organization, or the way to restore this one. */
export function useDeleteOrganization() {
  const confirmed = useFreshAuth();
  return useMutation({
    mutationFn: async () => {
      await confirmed(() => organizationService.remove());
      await refreshSession();
    },
  });
}

/** Save to the organization with its version; a stale one loads what the others have written. */
export function useUpdateOrganization() {
  const { organizationId, organization } = useOrgContext();
  const queryClient = useQueryClient();
  const showError = useErrorToast();
  const queryKey = ["organization", organizationId, "current"];
  return useMutation({
    mutationFn: async (changes: OrganizationUpdate) => (await organizationService.update(changes)).data,
    onSuccess: (saved: Organization) => {
      queryClient.setQueryData(queryKey, saved);
      const summary: SessionOrganization = {
        ...organization,
        name: saved.name,
        currency: saved.currency,
        plan: saved.plan,
        brand_color: saved.brand_color,
        logo: saved.logo,
      };
      useSessionStore.getState().updateOrganization(summary);
    },
    onError: (error) => {
      if (error instanceof ApiError && error.code === "version_stale") void queryClient.invalidateQueries({ queryKey });
      showError(error);
    },
  });
}
