"use client";

import { keepPreviousData, useQuery, useQueryClient, type QueryClient } from "@tanstack/react-query";
import { useCallback, useRef, useState } from "react";

import { appendPage, findDeal, mergeTotals } from "@/lib/board-cache";
import type { Board, BoardColumn, BoardFilters, Deal } from "@/lib/board-types";
import { useOrgContext } from "@/hooks/use-org-context";
import { pipelineService } from "@/services/pipeline";

/** Cards of each column in the first answer, and in every page after it. */
const FIRST_CARDS = 50;
const PAGE_CARDS = 100;

export const pipelineKeys = {
  all: (organizationId: string) => ["pipeline", organizationId] as const,
  boards: (organizationId: string) => ["pipeline", organizationId, "board"] as const,
  board: (organizationId: string, filters: BoardFilters) => ["pipeline", organizationId, "board", filters] as const,
  allMetrics: (organizationId: string) => ["pipeline", organizationId, "metrics"] as const,
  metrics: (organizationId: string, days: number) => ["pipeline", organizationId, "metrics", days] as const,
  // Among the metrics: whatever makes those stale does so to this list.
  attention: (organizationId: string, limit: number) => ["pipeline", organizationId, "metrics", "attention", limit] as const,
};

export function useBoard(filters: BoardFilters) {
  const { organizationId } = useOrgContext();
  return useQuery({
    queryKey: pipelineKeys.board(organizationId, filters),
    queryFn: ({ signal }) => pipelineService.getBoard(filters, FIRST_CARDS, signal),
    placeholderData: keepPreviousData,
  });
}

/** Pages of single columns, one request a column at a time. */
export function useMoreCards(filters: BoardFilters) {
  const { organizationId } = useOrgContext();
  const queryClient = useQueryClient();
  const running = useRef(new Set<string>());
  const [loading, setLoading] = useState<ReadonlySet<string>>(new Set());

  const loadMore = useCallback(
    async ({ stage, next_cursor: cursor }: BoardColumn) => {
      if (!cursor || running.current.has(stage)) return;
      running.current.add(stage);
      setLoading(new Set(running.current));
      const queryKey = pipelineKeys.board(organizationId, filters);
      try {
        const page = await pipelineService.getColumn(filters, stage, cursor, PAGE_CARDS);
        const board = queryClient.getQueryData<Board>(queryKey);
        const isCurrent = board?.columns.some((column) => column.stage === stage && column.next_cursor === cursor);
        if (page && board && isCurrent) queryClient.setQueryData(queryKey, appendPage(board, page));
      } catch {
        // Scrolling on asks again; until then the room of the missing cards shows that they are to come.
        await new Promise((resolve) => setTimeout(resolve, 3_000));
      } finally {
        running.current.delete(stage);
        setLoading(new Set(running.current));
      }
    },
    [organizationId, filters, queryClient],
  );
  return { loadMore, loading };
}

/** Ask for counts and sums alone and keep the cards on screen. */
export function useRefreshTotals(filters: BoardFilters) {
  const { organizationId } = useOrgContext();
  const queryClient = useQueryClient();
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  return useCallback(() => {
    clearTimeout(timer.current);
    const refresh = async () => {
      const queryKey = pipelineKeys.board(organizationId, filters);
      const fresh = await pipelineService.getBoard(filters, 1).catch(() => null);
      const board = queryClient.getQueryData<Board>(queryKey);
      if (fresh && board) queryClient.setQueryData(queryKey, mergeTotals(board, fresh));
    };
    timer.current = setTimeout(() => void refresh(), 800);
  }, [organizationId, filters, queryClient]);
}

export function useMetrics(days: number) {
  const { organizationId } = useOrgContext();
  return useQuery({
    queryKey: pipelineKeys.metrics(organizationId, days),
    queryFn: ({ signal }) => pipelineService.getMetrics(days, signal),
  });
}

/** The open deals that need a look, the most pressing first. */
export function useAttention(limit: number) {
  const { organizationId } = useOrgContext();
  return useQuery({
    queryKey: pipelineKeys.attention(organizationId, limit),
    queryFn: ({ signal }) => pipelineService.getAttention(limit, signal),
  });
}

/** Apply one change to every board in the cache, whatever its filter. */
export function changeBoards(
  queryClient: QueryClient,
  organizationId: string,
  change: (board: Board, filters: BoardFilters) => Board,
): void {
  for (const [queryKey, board] of queryClient.getQueriesData<Board>({ queryKey: pipelineKeys.boards(organizationId) })) {
    if (board) queryClient.setQueryData(queryKey, change(board, (queryKey[3] ?? {}) as BoardFilters));
  }
}

/** The card in any board of the cache. */
export function findCachedDeal(queryClient: QueryClient, organizationId: string, dealId: string): Deal | null {
  for (const [, board] of queryClient.getQueriesData<Board>({ queryKey: pipelineKeys.boards(organizationId) })) {
    const deal = findDeal(board, dealId);
    if (deal) return deal;
  }
  return null;
}
