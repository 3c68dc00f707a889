"use client";

import { useTranslations } from "next-intl";
import dynamic from "next/dynamic";
import { useEffect, useRef, useState, type ReactNode } from "react";

import { BoardColumn, type BoardColumnProps } from "@/components/pipeline/board-column";
import { INSTRUCTIONS_ID } from "@/components/pipeline/deal-tile";
import type { Spot } from "@/components/pipeline/keyboard";
import type { Drag } from "@/components/pipeline/use-drag";
import { useLift } from "@/components/pipeline/use-lift";
import type { Board as BoardData, Deal } from "@/lib/board-types";
import { isStage, type OpenStage } from "@/lib/stages";
import { cn } from "@/lib/utils";

type Passed =
  | "now"
  | "patience"
  | "currency"
  | "canMove"
  | "hrefOf"
  | "openId"
  | "pendingIds"
  | "movers"
  | "onOpen"
  | "onMoveTo"
  | "onMoveWithin"
  | "onLoadMore";

export interface BoardProps extends Pick<BoardColumnProps, Passed> {
  board: BoardData;
  loadingStages: ReadonlySet<string>;
  /** What colleagues do, for screen readers. */
  news: string;
  onDrop: (deal: Deal, spot: Spot) => void;
  /** The column whose quick add is open. */
  addingTo: OpenStage | null;
  onAdd: (stage: OpenStage) => void;
  quickAdd: ReactNode;
}

// The cards are there first; a moment later they can be dragged.
const DragLayer = dynamic(() => import("@/components/pipeline/drag-layer").then((module) => module.DragLayer), { ssr: false });

export function Board({ board, loadingStages, news, onDrop, addingTo, onAdd, quickAdd, ...shared }: BoardProps) {
  const t = useTranslations("pipeline");
  const root = useRef<HTMLDivElement>(null);
  const [spoken, setSpoken] = useState("");
  const [drag, setDrag] = useState<Drag | null>(null);
  const { lift, anchorId, handleKeyDown, handleFocus, handleBlur } = useLift({
    board,
    canMove: shared.canMove,
    onDrop,
    announce: setSpoken,
  });
  const landing = drag ? drag.at : (lift?.at ?? null);
  const movingId = drag?.deal.id ?? lift?.dealId ?? null;

  // A link of the dashboard names a column.
  useEffect(() => {
    const name = window.location.hash.slice(1);
    if (name.startsWith("column-")) document.getElementById(name)?.scrollIntoView({ inline: "center", block: "nearest" });
  }, []);

  const liftStage = lift?.at.stage;
  useEffect(() => {
    if (liftStage) root.current?.querySelector(`[data-stage="${liftStage}"]`)?.scrollIntoView({ inline: "nearest", block: "nearest" });
  }, [liftStage]);

  return (
    <>
      <p id={INSTRUCTIONS_ID} hidden>
        {t("keyboard.instructions")}
      </p>
      <p aria-live="assertive" className="sr-only">
        {spoken}
      </p>
      <p aria-live="polite" className="sr-only">
        {news}
      </p>
      <div
        ref={root}
        role="group"
        aria-label={t("board")}
        onKeyDown={handleKeyDown}
        onFocus={handleFocus}
        onBlur={handleBlur}
        className={cn(
          "scrollbar-thin relative flex min-h-0 flex-1 gap-3 overflow-x-auto overscroll-x-contain px-4 pb-3 pt-1 md:px-6",
          !drag && !lift && "snap-x snap-mandatory scroll-px-4 sm:snap-none",
        )}
      >
        {board.columns.map((column) => {
          const stage = isStage(column.stage) && column.stage !== "closed" ? column.stage : null;
          return (
            <BoardColumn
              key={column.stage}
              {...shared}
              column={column}
              landingIndex={landing?.stage === column.stage ? landing.index : null}
              movingId={movingId}
              isLifted={lift !== null}
              anchorId={anchorId}
              isLoadingMore={loadingStages.has(column.stage)}
              onAdd={stage && shared.canMove ? () => onAdd(stage) : undefined}
            >
              {stage === addingTo && stage !== null ? quickAdd : null}
            </BoardColumn>
          );
        })}
      </div>
      {shared.canMove && (
        <DragLayer board={board} root={root} drag={drag} setDrag={setDrag} onDrop={onDrop} now={shared.now} patience={shared.patience} />
      )}
    </>
  );
}
