"use client";

import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";

import { clientKeys, dropClient } from "@/hooks/client-cache";
import { useOrgContext } from "@/hooks/use-org-context";
import { type ClientMerge, clientMergeService } from "@/services/client-merge";

const PAGE_SIZE = 25;

// Below the clients' key, so that whatever asks for these anew asks for the pairs as well.
export const duplicateKeys = {
  all: (organizationId: string) => [...clientKeys.all(organizationId), "duplicates"] as const,
  list: (organizationId: string) => [...duplicateKeys.all(organizationId), "list"] as const,
  count: (organizationId: string) => [...duplicateKeys.all(organizationId), "count"] as const,
};

export function useDuplicates() {
  const { organizationId } = useOrgContext();
  return useInfiniteQuery({
    queryKey: duplicateKeys.list(organizationId),
    queryFn: ({ pageParam, signal }) => clientMergeService.listDuplicates(pageParam, PAGE_SIZE, signal),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next_cursor,
  });
}

/** How many pairs there are; asked seldom, since it looks at every client. */
export function useDuplicateCount() {
  const { organizationId } = useOrgContext();
  return useQuery({
    queryKey: duplicateKeys.count(organizationId),
    queryFn: ({ signal }) => clientMergeService.listDuplicates(null, 1, signal),
    select: (page) => page.total,
    staleTime: 5 * 60_000,
  });
}

export function useMergeClients() {
  const { organizationId } = useOrgContext();
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (data: ClientMerge) => clientMergeService.merge(data),
    onSuccess: (_written, { merged_id: mergedId }) => {
      dropClient(queryClient, organizationId, mergedId);
      void queryClient.invalidateQueries({ queryKey: ["timeline", organizationId] });
      void queryClient.invalidateQueries({ queryKey: ["deal", organizationId] });
      return queryClient.invalidateQueries({ queryKey: clientKeys.all(organizationId) });
    },
  });
}
