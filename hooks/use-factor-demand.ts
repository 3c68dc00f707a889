"use client";

import { useQuery } from "@tanstack/react-query";

import { useIdle } from "@/hooks/use-idle";
import { useOrgContext } from "@/hooks/use-org-context";
import { twoFactorService } from "@/services/two-factor";

/** What the organization asks of somebody without a second factor, once the page has nothing better to do. */
export function useFactorDemand() {
  const { organizationId } = useOrgContext();
  const isIdle = useIdle();
  const { data } = useQuery({
    queryKey: ["two-factor", organizationId],
    queryFn: ({ signal }) => twoFactorService.status(signal),
    enabled: isIdle,
    staleTime: 10 * 60_000,
  });
  return data && !data.enabled ? data.demanded_by : null;
}
