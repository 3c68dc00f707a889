"use client";

import {
  MouseSensor,
  TouchSensor,
  useSensor,
  useSensors,
  type CollisionDetection,
  type DragMoveEvent,
  type DragStartEvent,
} from "@dnd-kit/core";
import { useCallback, useRef, type Dispatch, type RefObject, type SetStateAction } from "react";

import type { Spot } from "@/components/pipeline/keyboard";
import { columnAt, gapAt, indexOfGap, sameSpot, stageOfId } from "@/components/pipeline/landing";
import { column } from "@/lib/board-cache";
import type { Board, Deal } from "@/lib/board-types";

export interface Drag {
  deal: Deal;
  at: Spot | null;
}

export interface DragOptions {
  board: Board;
  root: RefObject<HTMLElement>;
  drag: Drag | null;
  setDrag: Dispatch<SetStateAction<Drag | null>>;
  onDrop: (deal: Deal, spot: Spot) => void;
}

/** Dragging with a pointer or a finger: a finger rests on the card first, so scrolling stays scrolling. */
export function useDrag({ board, root, drag, setDrag, onDrop }: DragOptions) {
  const pointer = useRef({ x: 0, y: 0 });
  const landing = useRef<Spot | null>(null);
  const sensors = useSensors(
    useSensor(MouseSensor, { activationConstraint: { distance: 6 } }),
    useSensor(TouchSensor, { activationConstraint: { delay: 220, tolerance: 8 } }),
  );

  const collisionDetection = useCallback<CollisionDetection>(
    ({ pointerCoordinates, droppableContainers }) => {
      if (!pointerCoordinates || !root.current) return [];
      pointer.current = pointerCoordinates;
      const boxes = [...root.current.querySelectorAll<HTMLElement>("[data-stage]")].flatMap((element) => {
        const stage = stageOfId(element.dataset.stage);
        const { left, right } = element.getBoundingClientRect();
        return stage ? [{ stage, left, right }] : [];
      });
      const stage = columnAt(pointerCoordinates.x, boxes);
      return droppableContainers
        .filter(({ id }) => id === stage)
        .map((container) => ({ id: container.id, data: { droppableContainer: container } }));
    },
    [root],
  );

  const handleStart = ({ active }: DragStartEvent) => {
    const deal = (active.data.current as { deal: Deal } | undefined)?.deal;
    if (!deal) return;
    landing.current = null;
    // The release of a drag must not open the card.
    window.addEventListener("click", swallow, { capture: true });
    setDrag({ deal, at: null });
    navigator.vibrate?.(10);
  };

  const handleMove = ({ over }: DragMoveEvent) => {
    const stage = stageOfId(over?.id);
    const list = stage && root.current?.querySelector<HTMLElement>(`[data-column-list="${stage}"]`);
    setDrag((now) => {
      if (!now) return now;
      const at = stage && list ? spotAt(board, now.deal, stage, list, pointer.current.y) : null;
      landing.current = at;
      return sameSpot(at, now.at) ? now : { ...now, at };
    });
  };

  const finish = (isDrop: boolean) => {
    setTimeout(() => window.removeEventListener("click", swallow, { capture: true }));
    const at = landing.current;
    landing.current = null;
    setDrag(null);
    if (isDrop && drag && at) onDrop(drag.deal, at);
  };

  return { sensors, collisionDetection, handleStart, handleMove, handleEnd: () => finish(true), handleCancel: () => finish(false) };
}

function spotAt(board: Board, deal: Deal, stage: Spot["stage"], list: HTMLElement, pointerY: number): Spot {
  const { items } = column(board, stage);
  const gap = gapAt(pointerY, list.getBoundingClientRect().top, list.scrollTop, items.length);
  return {
    stage,
    index: indexOfGap(
      gap,
      items.findIndex((item) => item.id === deal.id),
    ),
  };
}

function swallow(event: MouseEvent): void {
  event.preventDefault();
  event.stopPropagation();
}
