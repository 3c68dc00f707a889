"use client";

import { useQuery } from "@tanstack/react-query";

import { useInvites } from "@/hooks/use-invite";
import { useMembers } from "@/hooks/use-member";
import { useOrgContext } from "@/hooks/use-org-context";
import { useNow } from "@/hooks/use-now";
import { useAttention, useMetrics } from "@/hooks/use-pipeline";
import { clientService } from "@/services/client";
import { dataImportService } from "@/services/data-import";

export const PERIOD_DAYS = 30;
const SHOWN = 6;

export function useDashboard() {
  return { now: useNow(), metrics: useMetrics(PERIOD_DAYS), attention: useAttention(SHOWN) };
}

/** How far a new organization has come; undefined while it isn't known. */
export function useFirstSteps() {
  const { organizationId, can } = useOrgContext();
  const clients = useQuery({
    queryKey: ["client", organizationId, "total"],
    queryFn: async ({ signal }) => (await clientService.listClients({ sort: "-created_at" }, null, 1, signal)).total,
  });
  const imports = useQuery({
    queryKey: ["import", organizationId, "any"],
    queryFn: async ({ signal }) => (await dataImportService.listImports(null, signal)).items.length > 0,
    enabled: can("import:read"),
  });
  const members = useMembers();
  const invites = useInvites();
  const metrics = useMetrics(PERIOD_DAYS);
  if (clients.data === undefined || !metrics.data) return undefined;
  const dealCount = metrics.data.by_stage.reduce((sum, stage) => sum + stage.count, 0);
  return {
    hasClient: clients.data > 0,
    hasImport: imports.data ?? false,
    hasDeal: dealCount > 0,
    hasColleague: (members.data?.length ?? 0) > 1 || (invites.data?.length ?? 0) > 0,
    clientCount: clients.data,
  };
}
