"use client";

import { useQueryClient } from "@tanstack/react-query";

import { useLiveEvents } from "@/hooks/use-live";
import { useOrgContext } from "@/hooks/use-org-context";
import { pipelineSettingsKey } from "@/hooks/use-pipeline-settings";
import { useSessionStore, type SessionOrganization } from "@/stores/session";

const TYPES = ["organization.updated", "organization.logo_changed", "organization.logo_removed"];

/** What colleagues, or another tab, change about the organization: its name, colour and logo are in the frame of every page. */
export function useFollowedOrganization(): void {
  const { organizationId, organization } = useOrgContext();
  const queryClient = useQueryClient();
  useLiveEvents((event) => {
    if (event.type === "pipeline_settings.updated") void queryClient.invalidateQueries({ queryKey: pipelineSettingsKey(organizationId) });
    if (!TYPES.includes(event.type)) return;
    useSessionStore.getState().updateOrganization({ ...organization, ...(event.data as Partial<SessionOrganization>) });
    void queryClient.invalidateQueries({ queryKey: ["organization", organizationId] });
  });
}
