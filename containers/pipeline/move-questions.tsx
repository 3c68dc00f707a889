"use client";

import { focusCard } from "@/components/pipeline/card-focus";
import { ClosingSheet } from "@/components/pipeline/closing-sheet";
import { ConflictDialog } from "@/components/pipeline/conflict-dialog";
import { ReopeningSheet } from "@/components/pipeline/reopening-sheet";
import { MoveDemands } from "@/containers/pipeline/move-demands";
import type { MoveAnswer, useBoardMoves } from "@/hooks/use-board-moves";
import { usePipelineSettings, useStageName } from "@/hooks/use-pipeline-settings";
import { useReasonName } from "@/hooks/use-reason-name";
import { LOST_REASONS } from "@/lib/stages";
import type { Reason } from "@/services/pipeline";

/** What a move has to ask before it can be made. */
export function MoveQuestions({ moves }: { moves: ReturnType<typeof useBoardMoves> }) {
  const { question, answer, dismiss } = moves;
  const stageName = useStageName();
  const { lost, won } = useReasonChoices();
  if (!question) return null;
  if (question.kind === "conflict") {
    const { current, movedBy, movedAt, request } = question.conflict;
    return (
      <ConflictDialog
        current={current}
        movedBy={movedBy}
        movedAt={movedAt}
        wanted={request.slot.stage}
        onKeep={dismiss}
        onMoveAnyway={() => answer()}
      />
    );
  }
  const { deal, slot } = question.kind === "demand" ? question.demand.request : question;
  const answerAndReturn = (given: MoveAnswer) => {
    answer(given);
    focusCard(deal.id);
  };
  const cancel = () => {
    dismiss();
    focusCard(deal.id);
  };
  if (question.kind === "demand") {
    return <MoveDemands demand={question.demand} onAnswer={(fields) => answerAndReturn({ fields })} onCancel={cancel} />;
  }
  if (question.kind === "reopening") {
    return (
      <ReopeningSheet
        title={deal.title}
        stageName={stageName(slot.stage)}
        onReopen={(reopenReason) => answerAndReturn({ reopenReason })}
        onCancel={cancel}
      />
    );
  }
  return (
    <ClosingSheet
      title={deal.title}
      clientName={deal.client_name}
      lostReasons={lost}
      wonReasons={won}
      onClose={(closing) => answerAndReturn({ closing })}
      onCancel={cancel}
    />
  );
}

/** The reasons that are still offered, by name. */
function useReasonChoices() {
  const { data } = usePipelineSettings();
  const nameOf = useReasonName();
  const named = (reasons: Reason[]) => reasons.filter((one) => !one.is_hidden).map(({ key }) => ({ key, name: nameOf(key) }));
  return {
    lost: data ? named(data.lost_reasons) : LOST_REASONS.map((key) => ({ key, name: nameOf(key) })),
    won: named(data?.won_reasons ?? []),
  };
}
