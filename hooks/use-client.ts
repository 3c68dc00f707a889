"use client";

import { keepPreviousData, useInfiniteQuery, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useCallback } from "react";

import { clientKeys, dropClient, findCachedClient, patchClient, refreshLists } from "@/hooks/client-cache";
import { useLiveEvents } from "@/hooks/use-live";
import { useOrgContext } from "@/hooks/use-org-context";
import { ApiError } from "@/lib/api-error";
import { type Client, type ClientChanges, type ClientCreate, type ClientFilters, clientService } from "@/services/client";

const PAGE_SIZE = 50;

export function useClients(filters: ClientFilters) {
  const { organizationId } = useOrgContext();
  return useInfiniteQuery({
    queryKey: clientKeys.list(organizationId, filters),
    queryFn: ({ pageParam, signal }) => clientService.listClients(filters, pageParam, PAGE_SIZE, signal),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next_cursor,
    placeholderData: keepPreviousData,
  });
}

export function useClient(clientId: string) {
  const { organizationId } = useOrgContext();
  const queryClient = useQueryClient();
  return useQuery<Client>({
    queryKey: clientKeys.detail(organizationId, clientId),
    queryFn: ({ signal }) => clientService.getClient(clientId, signal),
    // The row of the list shows at once, the full answer follows.
    placeholderData: () => findCachedClient(queryClient, organizationId, clientId),
  });
}

/** Fetch a client before it is opened: on hover and focus. */
export function usePrefetchClient() {
  const { organizationId } = useOrgContext();
  const queryClient = useQueryClient();
  return useCallback(
    (clientId: string) =>
      void queryClient.prefetchQuery({
        queryKey: clientKeys.detail(organizationId, clientId),
        queryFn: ({ signal }) => clientService.getClient(clientId, signal),
      }),
    [organizationId, queryClient],
  );
}

export function useCreateClient() {
  const { organizationId } = useOrgContext();
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (data: ClientCreate) => clientService.createClient(data),
    onSuccess: ({ data }) => {
      queryClient.setQueryData(clientKeys.detail(organizationId, data.id), data);
      void refreshLists(queryClient, organizationId);
      if (data.tags.length > 0) void queryClient.invalidateQueries({ queryKey: ["tag", organizationId] });
    },
  });
}

/**
 * Change fields of one client: seen at once, taken back when refused.
 *
 * Edits of one client run one after the other, so that each carries the version the one before has made.
 */
export function useUpdateClient(clientId: string) {
  const { organizationId } = useOrgContext();
  const queryClient = useQueryClient();
  const detailKey = clientKeys.detail(organizationId, clientId);
  const mutationKey = ["client", organizationId, "update", clientId];
  return useMutation({
    mutationKey,
    scope: { id: mutationKey.join("/") },
    mutationFn: ({ changes }: { changes: ClientChanges; shown?: Partial<Client> }) => {
      const version = findCachedClient(queryClient, organizationId, clientId)?.version ?? 1;
      return clientService.updateClient(clientId, version, changes);
    },
    onMutate: async ({ changes, shown }) => {
      await queryClient.cancelQueries({ queryKey: detailKey });
      const before = findCachedClient(queryClient, organizationId, clientId);
      const optimistic = { ...changes, ...shown } as Partial<Client>;
      patchClient(queryClient, organizationId, clientId, optimistic);
      const former = Object.fromEntries(Object.keys(optimistic).map((field) => [field, before?.[field as keyof Client]]));
      return { former };
    },
    onError: (_error, _variables, context) => {
      if (context) patchClient(queryClient, organizationId, clientId, context.former);
    },
    onSuccess: ({ data }, { changes }) => {
      // Another edit still waits: its value stays on screen, only the version moves on.
      const isLast = queryClient.isMutating({ mutationKey }) <= 1;
      patchClient(queryClient, organizationId, clientId, isLast ? data : { version: data.version });
      if (changes.tags) void queryClient.invalidateQueries({ queryKey: ["tag", organizationId] });
    },
  });
}

export function useDeleteClient() {
  const { organizationId } = useOrgContext();
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (client: Client) => clientService.deleteClient(client.id),
    onMutate: (client) => dropClient(queryClient, organizationId, client.id),
    onError: () => void refreshLists(queryClient, organizationId),
    onSuccess: (_written, client) => queryClient.removeQueries({ queryKey: clientKeys.detail(organizationId, client.id) }),
  });
}

/** Follow what colleagues do to clients that are on screen. */
export function useLiveClients() {
  const { organizationId, user } = useOrgContext();
  const queryClient = useQueryClient();
  useLiveEvents((event) => {
    if (event.type === "import.finished" || event.type === "clients.changed")
      void queryClient.invalidateQueries({ queryKey: clientKeys.all(organizationId) });
    if (!event.type.startsWith("client.")) return;
    const known = findCachedClient(queryClient, organizationId, event.entity_id);
    if (event.type === "client.deleted") {
      dropClient(queryClient, organizationId, event.entity_id);
      // Whoever has it open sees that it is gone; the one who deleted it has left already.
      if (event.actor.id !== user.id) void queryClient.invalidateQueries({ queryKey: clientKeys.detail(organizationId, event.entity_id) });
    } else if (!known) void refreshLists(queryClient, organizationId);
    else if (known.version < event.version) void refresh(event.entity_id);
  });

  const refresh = async (clientId: string) => {
    try {
      const client = await clientService.getClient(clientId);
      patchClient(queryClient, organizationId, clientId, client);
    } catch (error) {
      if (error instanceof ApiError && error.status === 404) dropClient(queryClient, organizationId, clientId);
    }
  };
}
