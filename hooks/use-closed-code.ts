"use client";

import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect } from "react";

import { useOrgContext } from "@/hooks/use-org-context";
import { ApiError } from "@/lib/api-error";
import { organizationService } from "@/services/organization";

const CLOSED_CODES = ["factor_required", "organization_closed"] as const;
export type ClosedCode = (typeof CLOSED_CODES)[number];

function closedCode(error: unknown): ClosedCode | undefined {
  return error instanceof ApiError ? CLOSED_CODES.find((code) => code === error.code) : undefined;
}

/** Why the whole organization is closed to the person who is signed in, as long as it is. */
export function useClosedCode(): ClosedCode | undefined {
  const { organizationId } = useOrgContext();
  const queryClient = useQueryClient();
  const { error } = useQuery({
    queryKey: ["organization", organizationId, "features"],
    queryFn: ({ signal }) => organizationService.getFeatures(signal),
    staleTime: 5 * 60_000,
    // Until somebody opens it again, here or elsewhere.
    refetchInterval: (query) => (closedCode(query.state.error) ? 5_000 : false),
  });
  const code = closedCode(error);

  useEffect(
    () =>
      queryClient.getQueryCache().subscribe(({ type, query }) => {
        // Closed while somebody works: the first refusal anywhere asks whether all of it is.
        const isRefused = type === "updated" && closedCode(query.state.error) !== undefined;
        const features = queryClient.getQueryState(["organization", organizationId, "features"]);
        if (isRefused && features?.status === "success" && features.fetchStatus === "idle") {
          void queryClient.invalidateQueries({ queryKey: ["organization", organizationId, "features"] });
        }
      }),
    [queryClient, organizationId],
  );

  return code;
}
