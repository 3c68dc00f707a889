import type { InfiniteData, QueryClient } from "@tanstack/react-query";

import { mapRows, withoutRow } from "@/lib/cached-pages";
import type { Client, ClientFilters, ClientPage } from "@/services/client";

type List = InfiniteData<ClientPage, string | null>;

export const clientKeys = {
  all: (organizationId: string) => ["client", organizationId] as const,
  lists: (organizationId: string) => ["client", organizationId, "list"] as const,
  list: (organizationId: string, filters: ClientFilters) => ["client", organizationId, "list", filters] as const,
  detail: (organizationId: string, clientId: string) => ["client", organizationId, "detail", clientId] as const,
};

/** Show these values of a client wherever it is on screen. */
export function patchClient(queryClient: QueryClient, organizationId: string, clientId: string, changes: Partial<Client>): void {
  queryClient.setQueryData<Client>(clientKeys.detail(organizationId, clientId), (client) => client && { ...client, ...changes });
  queryClient.setQueriesData<List>(
    { queryKey: clientKeys.lists(organizationId) },
    (list) =>
      list && mapRows<Client, ClientPage, string | null>(list, (client) => (client.id === clientId ? { ...client, ...changes } : client)),
  );
}

/** Take a client off every list. */
export function dropClient(queryClient: QueryClient, organizationId: string, clientId: string): void {
  queryClient.setQueriesData<List>({ queryKey: clientKeys.lists(organizationId) }, (list) => list && withoutRow(list, clientId));
}

/** Above this many loaded pages a list is only marked as old, not fetched again page by page. */
const REFETCH_PAGES = 4;

/** Ask again for the lists on screen, since rows came, went or changed places. */
export async function refreshLists(queryClient: QueryClient, organizationId: string): Promise<void> {
  const queryKey = clientKeys.lists(organizationId);
  await queryClient.invalidateQueries({ queryKey, refetchType: "none" });
  await queryClient.refetchQueries({
    queryKey,
    type: "active",
    predicate: (query) => ((query.state.data as List | undefined)?.pages.length ?? 0) <= REFETCH_PAGES,
  });
}

/** The latest that is known of a client, from its page or any list. */
export function findCachedClient(queryClient: QueryClient, organizationId: string, clientId: string): Client | undefined {
  const client = queryClient.getQueryData<Client>(clientKeys.detail(organizationId, clientId));
  if (client) return client;
  for (const [, list] of queryClient.getQueriesData<List>({ queryKey: clientKeys.lists(organizationId) })) {
    const row = list?.pages.flatMap((page) => page.items).find((item) => item.id === clientId);
    if (row) return row;
  }
  return undefined;
}
