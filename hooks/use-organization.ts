"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";

import { useErrorToast } from "@/hooks/use-error-toast";
import { useOrgContext } from "@/hooks/use-org-context";
import { ApiError } from "@/lib/api-error";
import { organizationService } from "@/services/organization";
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
      const summary: SessionOrganization = { ...organization, name: saved.name, currency: saved.currency, plan: saved.plan };
      useSessionStore.getState().updateOrganization(summary);
    },
    onError: (error) => {
      if (error instanceof ApiError && error.code === "version_stale") void queryClient.invalidateQueries({ queryKey });
      showError(error);
    },
  });
}
