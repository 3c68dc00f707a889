"use client";

import { useInfiniteQuery, useQueryClient } from "@tanstack/react-query";

import { useLiveEvents } from "@/hooks/use-live";
import { useOrgContext } from "@/hooks/use-org-context";
import { flatten } from "@/lib/cached-pages";
import { dealService } from "@/services/deal";

/** The deals of one client, newest first. */
export function useClientDeals(clientId: string) {
  const { organizationId } = useOrgContext();
  const queryClient = useQueryClient();
  const queryKey = ["deal", organizationId, "list", clientId];
  const deals = useInfiniteQuery({
    queryKey,
    queryFn: ({ pageParam, signal }) => dealService.listDeals({ client_id: clientId, cursor: pageParam, limit: 50 }, signal),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next_cursor,
  });
  useLiveEvents((event) => {
    if (!event.type.startsWith("deal.")) return;
    const deal = event.data.deal as { client_id?: string } | undefined;
    const isShown = flatten(deals.data).some((item) => item.id === event.entity_id);
    if (isShown || deal?.client_id === clientId) void queryClient.invalidateQueries({ queryKey });
  });
  return deals;
}
