"use client";

import { type InfiniteData, useInfiniteQuery, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";

import { useErrorToast } from "@/hooks/use-error-toast";
import { useLiveEvents } from "@/hooks/use-live";
import { useOrgContext } from "@/hooks/use-org-context";
import { mapRows } from "@/lib/cached-pages";
import { notificationService, type Notification, type NotificationPage } from "@/services/notification";

const PAGE_SIZE = 30;

const keys = {
  all: (organizationId: string) => ["notification", organizationId] as const,
  unread: (organizationId: string) => ["notification", organizationId, "unread"] as const,
  list: (organizationId: string) => ["notification", organizationId, "list"] as const,
};

/** How many the person hasn't seen, up to 100; follows every device. */
export function useUnreadCount(): number {
  const { organizationId } = useOrgContext();
  const { data } = useQuery({
    queryKey: keys.unread(organizationId),
    queryFn: async ({ signal }) => (await notificationService.list(null, 1, signal)).unread_count,
    staleTime: 60_000,
  });
  return data ?? 0;
}

/** Asks anew when the server says that there is something; mounted once, by the frame. */
export function useLiveNotifications(): void {
  const { organizationId } = useOrgContext();
  const queryClient = useQueryClient();
  useLiveEvents((event) => {
    if (event.type.startsWith("notification.")) void queryClient.invalidateQueries({ queryKey: keys.all(organizationId) });
  });
}

/** Newest first, page by page. */
export function useNotifications() {
  const { organizationId } = useOrgContext();
  return useInfiniteQuery({
    queryKey: keys.list(organizationId),
    queryFn: ({ pageParam, signal }) => notificationService.list(pageParam, PAGE_SIZE, signal),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next_cursor,
  });
}

/** Marks at once and settles with the server behind it; without ids all of them. */
export function useMarkRead() {
  const { organizationId } = useOrgContext();
  const queryClient = useQueryClient();
  const showError = useErrorToast();
  const unreadKey = keys.unread(organizationId);
  return useMutation({
    mutationFn: async (ids?: string[]) => (await notificationService.markRead(ids)).data.unread_count,
    onMutate: async (ids) => {
      await queryClient.cancelQueries({ queryKey: keys.all(organizationId) });
      const now = new Date().toISOString();
      queryClient.setQueryData<InfiniteData<NotificationPage>>(
        keys.list(organizationId),
        (data) =>
          data && mapRows(data, (row: Notification) => (!ids || ids.includes(row.id) ? { ...row, read_at: row.read_at ?? now } : row)),
      );
      queryClient.setQueryData<number>(unreadKey, (count) => (ids && count !== undefined ? Math.max(0, count - ids.length) : 0));
    },
    onSuccess: (count) => queryClient.setQueryData(unreadKey, count),
    onError: (error) => {
      void queryClient.invalidateQueries({ queryKey: keys.all(organizationId) });
      showError(error);
    },
  });
}
