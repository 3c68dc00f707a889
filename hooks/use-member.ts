"use client";

import { useQuery } from "@tanstack/react-query";

import { useOrgContext } from "@/hooks/use-org-context";
import { memberService } from "@/services/member";

/** The people of the organization, for owners and assignment. */
export function useMembers() {
  const { organizationId } = useOrgContext();
  return useQuery({
    queryKey: ["member", organizationId, "all"],
    queryFn: ({ signal }) => memberService.listAll(signal),
    staleTime: 5 * 60_000,
  });
}
