"use client";

import { useQueryClient } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useCallback, useRef, useState } from "react";

import { findDeal, movedDeal, patchDeal, putDeal, removeDeal, slotAt, type Closing, type Slot } from "@/lib/board-cache";
import type { Board, BoardFilters, Deal } from "@/lib/board-types";
import { dealKeys } from "@/hooks/use-deal";
import { useErrorMessage } from "@/hooks/use-error-message";
import { useOrgContext } from "@/hooks/use-org-context";
import { changeBoards, findCachedDeal, pipelineKeys } from "@/hooks/use-pipeline";
import { useStageName } from "@/hooks/use-pipeline-settings";
import { useUndoToast } from "@/hooks/use-undo-toast";
import { ApiError } from "@/lib/api-error";
import { toast } from "@/lib/toast";
import { dealService, type StageFields } from "@/services/deal";

export interface MoveRequest {
  deal: Deal;
  slot: Slot;
  /** Of a card that enters Closed, or stays there. */
  closing: Closing | null;
  /** Why a closed deal is open again. */
  reopenReason?: string;
  /** What the stage demands, once it has been asked for. */
  fields?: StageFields;
  /** The card as the server knows it, where the screen is ahead of it. */
  from?: Deal;
}

/** Somebody moved the card first; it stands where they put it. */
export interface MoveConflict {
  request: MoveRequest;
  current: Deal;
  movedBy: string | null;
  movedAt: string | null;
}

/** The stage demands more of the deal; its card waits where it was dropped. */
export interface MoveDemand {
  request: MoveRequest;
  fields: string[];
}

/** Moves of one card under way: they go to the server one after another, each with the version the last one gave. */
interface Line {
  waiting: number;
  /** The card as the server knows it, for the way back. */
  confirmed: Deal;
  last: Promise<void>;
}

/**
 * Move cards at once on screen and then on the server.
 *
 * A refusal puts the card back in its exact slot and says why; a stale version hands the conflict to `onConflict`, what
 * the stage demands goes to `onDemand`.
 */
export function useDealMove(filters: BoardFilters, onConflict: (conflict: MoveConflict) => void, onDemand: (demand: MoveDemand) => void) {
  const t = useTranslations("pipeline");
  const stageName = useStageName();
  const { organizationId } = useOrgContext();
  const queryClient = useQueryClient();
  const showUndo = useUndoToast();
  const toMessage = useErrorMessage();
  const lines = useRef(new Map<string, Line>());
  const [pendingIds, setPendingIds] = useState<ReadonlySet<string>>(new Set());

  const activeBoard = useCallback(
    () => queryClient.getQueryData<Board>(pipelineKeys.board(organizationId, filters)),
    [queryClient, organizationId, filters],
  );

  const show = useCallback(
    (deal: Deal) => {
      const shown = activeBoard();
      changeBoards(queryClient, organizationId, (board) =>
        board === shown || findDeal(board, deal.id) ? putDeal(board, deal, { keepAtEdge: true }) : board,
      );
    },
    [activeBoard, queryClient, organizationId],
  );

  const move = useCallback(
    async (request: MoveRequest): Promise<void> => {
      const { deal, slot, closing } = request;
      const board = activeBoard();
      if (!board) return;
      const known = findDeal(board, deal.id) ?? deal;
      const line = lines.current.get(deal.id) ?? { waiting: 0, confirmed: request.from ?? known, last: Promise.resolve() };
      line.waiting += 1;
      lines.current.set(deal.id, line);
      setPendingIds(new Set(lines.current.keys()));
      void queryClient.cancelQueries({ queryKey: pipelineKeys.boards(organizationId) });
      show(movedDeal(board, known, slot, closing, new Date()));

      line.last = line.last.then(async () => {
        const from = line.confirmed;
        try {
          const { data, commandId } = await send(request, line, activeBoard);
          line.confirmed = data;
          if (line.waiting === 1) show(data);
          else changeBoards(queryClient, organizationId, (one) => patchDeal(one, deal.id, { version: data.version }));
          queryClient.setQueryData(dealKeys.detail(organizationId, deal.id), data);
          showUndo({
            message: told(from, data),
            commandId,
            invalidate: [pipelineKeys.all(organizationId), dealKeys.one(organizationId, deal.id), ["timeline", organizationId]],
            onUndo: () => show({ ...from, version: data.version }),
          });
        } catch (error) {
          refuse(error, request, line);
        } finally {
          line.waiting -= 1;
          if (line.waiting === 0) lines.current.delete(deal.id);
          setPendingIds(new Set(lines.current.keys()));
          void queryClient.invalidateQueries({ queryKey: pipelineKeys.allMetrics(organizationId) });
          void queryClient.invalidateQueries({ queryKey: dealKeys.history(organizationId, deal.id) });
          void queryClient.invalidateQueries({ queryKey: ["timeline", organizationId] });
        }
      });
      return line.last;

      function told(from: Deal, { title, stage, outcome }: Deal): string {
        if (from.stage === stage && from.outcome === outcome) return t("move.reordered", { title });
        return outcome ? t(`move.${outcome}`, { title }) : t("move.done", { title, stage: stageName(stage) });
      }

      function refuse(error: unknown, refused: MoveRequest, { confirmed, waiting }: Line) {
        if (!(error instanceof ApiError)) throw error;
        if (error.code === "version_stale" && error.extra.current) {
          const current = error.extra.current as Deal;
          line.confirmed = current;
          show(current);
          const { changed_by: movedBy = null, changed_at: movedAt = null } = error.extra as {
            changed_by?: string | null;
            changed_at?: string | null;
          };
          onConflict({ request: refused, current, movedBy, movedAt });
          return;
        }
        if (error.code === "stage_fields_required") {
          onDemand({ request: { ...refused, from: confirmed }, fields: error.errors.map(({ field }) => field) });
          return;
        }
        if (error.code === "deal_not_found") {
          changeBoards(queryClient, organizationId, (one) => removeDeal(one, deal.id));
          toast.error(t("move.gone", { title: deal.title }));
          return;
        }
        const shown = findCachedDeal(queryClient, organizationId, deal.id);
        if (waiting === 1 && shown && shown.version <= confirmed.version) show(confirmed);
        toast.error(t("move.refused", { title: deal.title }), {
          description: toMessage(error),
          action: { label: t("move.retry"), onClick: () => void move(refused) },
        });
      }
    },
    [activeBoard, queryClient, organizationId, show, showUndo, t, stageName, toMessage, onConflict, onDemand],
  );

  return { move, putBack: show, pendingIds };
}

/** One move; edits of other fields and neighbours that left don't stop it. */
async function send(request: MoveRequest, line: Line, activeBoard: () => Board | undefined) {
  const { deal, slot, closing } = request;
  const body = {
    stage: slot.stage,
    outcome: closing?.outcome,
    lost_reason: closing?.lostReason,
    won_reason: closing?.wonReason,
    closed_on: closing?.closedOn,
    reopen_reason: request.reopenReason,
    fields: request.fields,
  };
  const neighbours = slot.beforeId ? { before_id: slot.beforeId } : slot.afterId ? { after_id: slot.afterId } : {};
  try {
    return await dealService.moveDeal(deal.id, { ...body, ...neighbours, version: line.confirmed.version });
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    const current = error.extra.current as Deal | undefined;
    if (error.code === "version_stale" && current && isSamePlace(current, line.confirmed)) {
      line.confirmed = current;
      return dealService.moveDeal(deal.id, { ...body, ...neighbours, version: current.version });
    }
    const board = activeBoard();
    if (error.code === "neighbour_not_found" && board) {
      const index = board.columns.find((column) => column.stage === slot.stage)?.items.findIndex((item) => item.id === deal.id) ?? -1;
      const { afterId, beforeId } = slotAt(board, slot.stage, Math.max(0, index), deal.id);
      const other =
        afterId && afterId !== slot.afterId ? { after_id: afterId } : beforeId && beforeId !== slot.beforeId ? { before_id: beforeId } : {};
      return dealService.moveDeal(deal.id, { ...body, ...other, version: line.confirmed.version });
    }
    throw error;
  }
}

function isSamePlace(a: Deal, b: Deal): boolean {
  return a.stage === b.stage && a.position === b.position && a.outcome === b.outcome;
}
