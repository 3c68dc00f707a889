"use client";

import { useQueryClient } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useCallback, useRef, useState } from "react";

import { applyEvent, type DealEvent } from "@/lib/board-events";
import type { Board, BoardFilters } from "@/lib/board-types";
import { isStage } from "@/lib/stages";
import { useLiveEvents } from "@/hooks/use-live";
import { useOrgContext } from "@/hooks/use-org-context";
import { pipelineKeys, useRefreshTotals } from "@/hooks/use-pipeline";
import { useStageName } from "@/hooks/use-pipeline-settings";

const HIGHLIGHT_MS = 4_000;

/**
 * Colleagues' changes on the board as they happen.
 *
 * Returns who just moved which card, for the highlight; `announce` gets a sentence for screen readers.
 */
export function useBoardLive(filters: BoardFilters, pendingIds: ReadonlySet<string>, announce: (sentence: string) => void) {
  const t = useTranslations("pipeline");
  const { organizationId, user } = useOrgContext();
  const stageName = useStageName();
  const queryClient = useQueryClient();
  const refreshTotals = useRefreshTotals(filters);
  const cardsTimer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const [movers, setMovers] = useState<Record<string, string>>({});

  const refreshCards = useCallback(() => {
    clearTimeout(cardsTimer.current);
    cardsTimer.current = setTimeout(() => void queryClient.invalidateQueries({ queryKey: pipelineKeys.boards(organizationId) }), 800);
  }, [queryClient, organizationId]);

  useLiveEvents((event) => {
    if (
      event.type === "client.updated" ||
      event.type === "client.deleted" ||
      event.type === "import.finished" ||
      event.type === "deals.changed" ||
      event.type === "clients.changed"
    )
      return refreshCards();
    // A deal's next step is on its card.
    if (event.type.startsWith("task.") && event.data.deal_id) return refreshCards();
    if (!event.type.startsWith("deal.")) return;
    const isOwn = event.actor.id === user.id;
    // One's own move is on screen already, perhaps with a later one on top of it.
    if (isOwn && pendingIds.has(event.entity_id)) return;
    const queryKey = pipelineKeys.board(organizationId, filters);
    const board = queryClient.getQueryData<Board>(queryKey);
    if (!board) return;
    const applied = applyEvent(board, event, filters);
    queryClient.setQueryData(queryKey, applied.board);
    void queryClient.invalidateQueries({ queryKey: pipelineKeys.allMetrics(organizationId) });
    if (applied.refresh === "totals") refreshTotals();
    if (applied.refresh === "cards") refreshCards();
    if (!applied.changed || isOwn) return;
    const { deal } = (event as DealEvent).data;
    if (event.type !== "deal.moved" || !deal || !isStage(deal.stage)) return;
    announce(t("live.moved", { name: event.actor.full_name, title: deal.title, stage: stageName(deal.stage) }));
    setMovers((now) => ({ ...now, [deal.id]: event.actor.full_name }));
    setTimeout(() => setMovers(({ [deal.id]: _, ...rest }) => rest), HIGHLIGHT_MS);
  });

  return movers;
}
