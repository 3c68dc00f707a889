"use client";

import { ClosingSheet } from "@/components/pipeline/closing-sheet";
import { ConflictDialog } from "@/components/pipeline/conflict-dialog";
import { focusCard } from "@/components/pipeline/card-focus";
import type { useBoardMoves } from "@/hooks/use-board-moves";

/** What a move has to ask before it can be made. */
export function MoveQuestions({ moves }: { moves: ReturnType<typeof useBoardMoves> }) {
  const { question, answer, dismiss } = moves;
  if (!question) return null;
  if (question.kind === "closing") {
    const back = () => focusCard(question.deal.id);
    return (
      <ClosingSheet
        title={question.deal.title}
        clientName={question.deal.client_name}
        onClose={(closing) => {
          answer(closing);
          back();
        }}
        onCancel={() => {
          dismiss();
          back();
        }}
      />
    );
  }
  const { current, movedBy, movedAt, request } = question.conflict;
  return (
    <ConflictDialog
      current={current}
      movedBy={movedBy}
      movedAt={movedAt}
      wanted={request.slot.stage}
      onKeep={dismiss}
      onMoveAnyway={() => answer(null)}
    />
  );
}
