"use client";

import { useQueryClient } from "@tanstack/react-query";

import { useLiveEvents } from "@/hooks/use-live";
import { useOrgContext } from "@/hooks/use-org-context";
import { useSessionStore, type SessionOrganization } from "@/stores/session";

/** What colleagues, or another tab, change about the organization: its name and colour are in the frame of every page. */
export function useFollowedOrganization(): void {
  const { organizationId, organization } = useOrgContext();
  const queryClient = useQueryClient();
  useLiveEvents((event) => {
    if (event.type !== "organization.updated") return;
    useSessionStore.getState().updateOrganization({ ...organization, ...(event.data as Partial<SessionOrganization>) });
    void queryClient.invalidateQueries({ queryKey: ["organization", organizationId] });
  });
}
