"use client";

import { useQueryClient } from "@tanstack/react-query";
import { useCallback, useMemo, useState } from "react";

import { useDealMove, type MoveConflict, type MoveDemand, type MoveRequest } from "@/hooks/use-deal-move";
import { useOrgContext } from "@/hooks/use-org-context";
import { pipelineKeys } from "@/hooks/use-pipeline";
import { column, isOwnSlot, slotAt, type Closing, type Slot } from "@/lib/board-cache";
import type { Board, BoardFilters, Deal } from "@/lib/board-types";
import type { Stage } from "@/lib/stages";

/** What a move waits for: how the deal ended, why it is open again, what its stage demands, or whose move counts. */
export type MoveQuestion =
  | { kind: "closing" | "reopening"; deal: Deal; slot: Slot }
  | { kind: "demand"; demand: MoveDemand }
  | { kind: "conflict"; conflict: MoveConflict };

export type MoveAnswer = Pick<MoveRequest, "reopenReason" | "fields"> & { closing?: Closing };

/** Every way to move a card, and the questions that a move may raise. */
export function useBoardMoves(filters: BoardFilters) {
  const { organizationId } = useOrgContext();
  const queryClient = useQueryClient();
  const [question, setQuestion] = useState<MoveQuestion | null>(null);
  const handleConflict = useCallback((conflict: MoveConflict) => setQuestion({ kind: "conflict", conflict }), []);
  const handleDemand = useCallback((demand: MoveDemand) => setQuestion({ kind: "demand", demand }), []);
  const { move, putBack, pendingIds } = useDealMove(filters, handleConflict, handleDemand);

  const place = useCallback(
    (deal: Deal, stage: Stage, index: number) => {
      const board = queryClient.getQueryData<Board>(pipelineKeys.board(organizationId, filters));
      if (!board) return;
      const slot = slotAt(board, stage, index, deal.id);
      if (isOwnSlot(board, deal, slot)) return;
      if (stage !== deal.stage && (stage === "closed" || deal.stage === "closed"))
        setQuestion({ kind: stage === "closed" ? "closing" : "reopening", deal, slot });
      else void move({ deal, slot, closing: stage === "closed" ? endOf(deal) : null });
    },
    [queryClient, organizationId, filters, move],
  );

  const handleDrop = useCallback((deal: Deal, spot: { stage: Stage; index: number }) => place(deal, spot.stage, spot.index), [place]);
  const handleMoveTo = useCallback((deal: Deal, stage: Stage) => place(deal, stage, 0), [place]);
  const handleMoveWithin = useCallback(
    (deal: Deal, to: "top" | "bottom") => {
      const board = queryClient.getQueryData<Board>(pipelineKeys.board(organizationId, filters));
      if (board) place(deal, deal.stage, to === "top" ? 0 : column(board, deal.stage).items.length);
    },
    [queryClient, organizationId, filters, place],
  );

  const answer = useCallback(
    ({ closing, ...given }: MoveAnswer = {}) => {
      setQuestion(null);
      if (question?.kind === "conflict") void move({ ...question.conflict.request, deal: question.conflict.current });
      else if (question?.kind === "demand") void move({ ...question.demand.request, ...given });
      else if (question) void move({ deal: question.deal, slot: question.slot, closing: closing ?? null, ...given });
    },
    [question, move],
  );
  const dismiss = useCallback(() => {
    setQuestion(null);
    if (question?.kind === "demand" && question.demand.request.from) putBack(question.demand.request.from);
  }, [question, putBack]);

  return useMemo(
    () => ({ pendingIds, question, handleDrop, handleMoveTo, handleMoveWithin, answer, dismiss }),
    [pendingIds, question, handleDrop, handleMoveTo, handleMoveWithin, answer, dismiss],
  );
}

/** A closed deal that only changes its place stays won or lost as it was. */
function endOf(deal: Deal): Closing | null {
  const { outcome, lost_reason, won_reason } = deal;
  return outcome ? { outcome, lostReason: lost_reason ?? undefined, wonReason: won_reason ?? undefined } : null;
}
