"use client";

import { DndContext, DragOverlay, useDraggable, useDroppable } from "@dnd-kit/core";
import { useEffect, useRef, type RefObject } from "react";

import { DealCard } from "@/components/pipeline/deal-card";
import { useDrag, type DragOptions } from "@/components/pipeline/use-drag";
import { findDeal } from "@/lib/board-cache";
import type { Board, Deal } from "@/lib/board-types";
import type { Patience } from "@/lib/stages";

export interface DragLayerProps extends DragOptions {
  now: Date;
  patience: Patience;
}

// Everything is spoken by the board itself, in the person's language.
const SILENT = { onDragStart: () => undefined, onDragOver: () => undefined, onDragEnd: () => undefined, onDragCancel: () => undefined };

/** Makes the cards of the board below `root` draggable: beside them, so that they neither wait for it nor render with it. */
export function DragLayer({ now, patience, ...options }: DragLayerProps) {
  const { board, root, drag } = options;
  const { sensors, collisionDetection, handleStart, handleMove, handleEnd, handleCancel } = useDrag(options);
  useEffect(() => {
    const element = root.current;
    element?.setAttribute("data-draggable", "");
    return () => element?.removeAttribute("data-draggable");
  }, [root]);
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
      <Grip root={root} board={board} />
      {board.columns.map(({ stage }) => (
        <Landing key={stage} root={root} stage={stage} />
      ))}
      <DragOverlay dropAnimation={null}>
        {drag && (
          <div
            data-lifted
            className="h-full rotate-1 cursor-grabbing rounded-lg border border-primary bg-card px-3 py-2 text-left text-sm shadow-lg"
          >
            <DealCard deal={drag.deal} now={now} patience={patience} />
          </div>
        )}
      </DragOverlay>
    </DndContext>
  );
}

/** The board's one draggable: it becomes whichever card is pressed. */
function Grip({ root, board }: { root: RefObject<HTMLElement>; board: Board }) {
  const held = useRef<{ deal: Deal | null }>({ deal: null });
  const { setNodeRef, listeners } = useDraggable({ id: "card", data: held.current });
  const latest = useRef({ board, listeners });
  useEffect(() => {
    latest.current = { board, listeners };
  });
  useEffect(() => {
    const element = root.current;
    const press = (event: MouseEvent | TouchEvent) => {
      const card = (event.target as Element).closest<HTMLElement>("a[data-deal]");
      const deal = card?.dataset.deal ? findDeal(latest.current.board, card.dataset.deal) : null;
      if (!card || !deal) return;
      held.current.deal = deal;
      setNodeRef(card);
      const name = event.type === "mousedown" ? "onMouseDown" : "onTouchStart";
      // dnd-kit reads nothing but the native event.
      latest.current.listeners?.[name]?.({ nativeEvent: event });
    };
    element?.addEventListener("mousedown", press);
    element?.addEventListener("touchstart", press, { passive: true });
    return () => {
      element?.removeEventListener("mousedown", press);
      element?.removeEventListener("touchstart", press);
    };
  }, [root, setNodeRef]);
  return null;
}

/** A column's list as a place to drop on, so that it scrolls when a card is held near its edge. */
function Landing({ root, stage }: { root: RefObject<HTMLElement>; stage: string }) {
  const { setNodeRef } = useDroppable({ id: stage });
  useEffect(() => {
    setNodeRef(root.current?.querySelector<HTMLElement>(`[data-column-list="${stage}"]`) ?? null);
    return () => setNodeRef(null);
  }, [root, stage, setNodeRef]);
  return null;
}
