"use client";

import { DndContext, DragOverlay } from "@dnd-kit/core";
import { useTranslations } from "next-intl";
import { useEffect, useRef, useState, type ReactNode } from "react";

import { BoardColumn, type BoardColumnProps } from "@/components/pipeline/board-column";
import { DealCard } from "@/components/pipeline/deal-card";
import { INSTRUCTIONS_ID } from "@/components/pipeline/deal-tile";
import type { Spot } from "@/components/pipeline/keyboard";
import { useDrag } from "@/components/pipeline/use-drag";
import { useLift } from "@/components/pipeline/use-lift";
import type { Board as BoardData, Deal } from "@/lib/board-types";
import { isStage, type OpenStage } from "@/lib/stages";
import { cn } from "@/lib/utils";

type Passed = "now" | "currency" | "canMove" | "hrefOf" | "openId" | "pendingIds" | "movers" | "onOpen" | "onMoveTo" | "onMoveWithin" | "onLoadMore";

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

// Everything is spoken by the board itself, in the person's language.
const SILENT = { onDragStart: () => undefined, onDragOver: () => undefined, onDragEnd: () => undefined, onDragCancel: () => undefined };

export function Board({ board, loadingStages, news, onDrop, addingTo, onAdd, quickAdd, ...shared }: BoardProps) {
  const t = useTranslations("pipeline");
  const root = useRef<HTMLDivElement>(null);
  const [spoken, setSpoken] = useState("");
  const { drag, sensors, collisionDetection, handleStart, handleMove, handleEnd, handleCancel } = useDrag(board, root, onDrop);
  const { lift, anchorId, handleKeyDown, handleFocus, handleBlur } = useLift({ board, canMove: shared.canMove, onDrop, announce: setSpoken });
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
    <DndContext
      id="board"
      sensors={sensors}
      collisionDetection={collisionDetection}
      autoScroll={{ threshold: { x: 0.12, y: 0.16 }, layoutShiftCompensation: false }}
      accessibility={{ announcements: SILENT, screenReaderInstructions: { draggable: "" }, restoreFocus: false }}
      onDragStart={handleStart}
      onDragMove={handleMove}
      onDragOver={handleMove}
      onDragEnd={handleEnd}
      onDragCancel={handleCancel}
    >
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
      <DragOverlay dropAnimation={null}>
        {drag && (
          <div data-lifted className="h-full rotate-1 cursor-grabbing rounded-lg border border-primary bg-card px-3 py-2 text-left text-sm shadow-lg">
            <DealCard deal={drag.deal} now={shared.now} />
          </div>
        )}
      </DragOverlay>
    </DndContext>
  );
}
