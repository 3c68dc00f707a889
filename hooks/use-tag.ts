"use client";

import { useQuery } from "@tanstack/react-query";

import { useOrgContext } from "@/hooks/use-org-context";
import { tagService } from "@/services/tag";

/** Names of the organization's tags, for filters and suggestions. */
export function useTags() {
  const { organizationId } = useOrgContext();
  return useQuery({
    queryKey: ["tag", organizationId],
    queryFn: ({ signal }) => tagService.listTags(signal),
    select: (page) => page.items.map((tag) => tag.name),
    staleTime: 60_000,
  });
}
