"use client";

import { type InfiniteData, type QueryKey, useInfiniteQuery, useMutation, useQueryClient } from "@tanstack/react-query";

import { useLiveEvents } from "@/hooks/use-live";
import { useOrgContext } from "@/hooks/use-org-context";
import type { LiveEvent } from "@/lib/live-connection";
import { mergeFresh, removeEntry, upsertEntry } from "@/lib/timeline-pages";
import {
  type EntryType,
  type TimelineEntry,
  type TimelineEntryCreate,
  type TimelineFilters,
  type TimelinePage,
  timelineService,
} from "@/services/timeline";

type Data = InfiniteData<TimelinePage, string | null>;

const PAGE_SIZE = 30;
const PENDING = "pending-";

export const timelineKeys = {
  all: (organizationId: string) => ["timeline", organizationId] as const,
  /** Of one client, or with null of the whole organization; type null is every type. */
  list: (organizationId: string, clientId: string | null, type: EntryType | null) => ["timeline", organizationId, clientId, type] as const,
};

const createKey = (organizationId: string) => ["timeline", organizationId, "create"];

/** True for an entry that the server has not confirmed yet. */
export function isPendingEntry(entry: TimelineEntry): boolean {
  return entry.id.startsWith(PENDING);
}

/** Newest first, page by page, kept fresh by live events. Without `client_id`: of the whole organization. */
export function useTimeline(filters: TimelineFilters = {}, pageSize = PAGE_SIZE) {
  const { organizationId } = useOrgContext();
  const clientId = filters.client_id ?? null;
  const type = filters.type ?? null;
  const queryKey = timelineKeys.list(organizationId, clientId, type);
  useLiveTimeline(queryKey, { client_id: filters.client_id, type }, pageSize);
  return useInfiniteQuery({
    queryKey,
    queryFn: ({ pageParam, signal }) => timelineService.listEntries({ client_id: filters.client_id, type }, pageParam, pageSize, signal),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next_cursor,
  });
}

/** Events that leave an entry of the product itself behind. */
const LEAVES_ENTRY = /^(client\.(created|restored)|deal\.(created|moved|deleted|restored)|timeline\.(created|restored)|import\.finished)$/;

function useLiveTimeline(queryKey: QueryKey, filters: TimelineFilters, pageSize: number): void {
  const { organizationId, user } = useOrgContext();
  const queryClient = useQueryClient();
  const patch = (change: (data: Data) => Data) => queryClient.setQueryData<Data>(queryKey, (data) => data && change(data));
  useLiveEvents((event) => {
    if (filters.client_id && clientOf(event) !== undefined && clientOf(event) !== filters.client_id) return;
    // The answer to one's own write replaces the pending entry; the event must not add it beside.
    const isOwnWrite = event.type === "timeline.created" && event.actor.id === user.id;
    if (isOwnWrite && queryClient.isMutating({ mutationKey: createKey(organizationId) }) > 0) return;
    if (event.type === "timeline.deleted") patch((data) => removeEntry(data, event.entity_id));
    else if (event.type === "timeline.updated") {
      const isShown = queryClient
        .getQueryData<Data>(queryKey)
        ?.pages.some((page) => page.items.some((entry) => entry.id === event.entity_id));
      if (isShown) void timelineService.getEntry(event.entity_id).then((entry) => patch((data) => upsertEntry(data, entry)), ignore);
    } else if (LEAVES_ENTRY.test(event.type)) {
      void timelineService.listEntries(filters, null, pageSize).then((page) => patch((data) => mergeFresh(data, page.items)), ignore);
    }
  });
}

/** A missed patch heals with the next fetch. */
function ignore(): void {}

function clientOf(event: LiveEvent): unknown {
  if (event.type.startsWith("client.")) return event.entity_id;
  const deal = event.data.deal as { client_id?: string } | undefined;
  return event.data.client_id ?? deal?.client_id;
}

/** Write, change and delete entries; every timeline on screen shows it at once and takes it back when refused. */
export function useTimelineActions() {
  const { organizationId, user } = useOrgContext();
  const queryClient = useQueryClient();
  const lists = { queryKey: timelineKeys.all(organizationId) };
  const patchAll = (entry: Pick<TimelineEntry, "client_id" | "type">, change: (data: Data) => Data) => {
    for (const [key, data] of queryClient.getQueriesData<Data>(lists)) {
      const [, , clientId, type] = key;
      const fits = (clientId === null || clientId === entry.client_id) && (type === null || type === entry.type);
      if (data && fits) queryClient.setQueryData(key, change(data));
    }
  };

  const create = useMutation({
    mutationKey: createKey(organizationId),
    mutationFn: (draft: TimelineEntryCreate) => timelineService.createEntry(draft),
    onMutate: (draft) => {
      const now = new Date().toISOString();
      const pending: TimelineEntry = {
        id: `${PENDING}${crypto.randomUUID()}`,
        type: draft.type ?? "note",
        client_id: draft.client_id,
        client_name: "",
        deal_id: draft.deal_id ?? null,
        content: draft.content,
        timestamp: draft.timestamp ?? now,
        user_id: user.id,
        user_name: user.full_name,
        organization_id: organizationId,
        metadata: { ...draft.metadata },
        edited_at: null,
        version: 0,
      };
      patchAll(pending, (data) => upsertEntry(data, pending));
      return pending;
    },
    onSuccess: ({ data: entry }, _draft, pending) => patchAll(entry, (data) => upsertEntry(removeEntry(data, pending.id), entry)),
    onError: (_error, _draft, pending) => {
      if (pending) patchAll(pending, (data) => removeEntry(data, pending.id));
    },
  });

  const update = useMutation({
    mutationFn: ({ entry, content }: { entry: TimelineEntry; content: string }) =>
      timelineService.updateEntry(entry.id, entry.version, content),
    onSuccess: ({ data: entry }) => patchAll(entry, (data) => upsertEntry(data, entry)),
  });

  const remove = useMutation({
    mutationFn: (entry: TimelineEntry) => timelineService.deleteEntry(entry.id),
    onMutate: (entry) => patchAll(entry, (data) => removeEntry(data, entry.id)),
    onError: (_error, entry) => patchAll(entry, (data) => upsertEntry(data, entry)),
  });

  return { create, update, remove };
}
