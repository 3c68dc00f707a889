/** Where a dragged card would land, from where the pointer is. Cards of a board are all of one height. */
import type { Spot } from "@/components/pipeline/keyboard";
import { isStage, type Stage } from "@/lib/stages";

/** Height of a card and of the gap below it, in pixels; the list, the drop line and the hit test agree on them. */
export const CARD_HEIGHT = 104;
export const CARD_PITCH = CARD_HEIGHT + 8;

/** A gap of a column as it is shown: 0 above the first card. */
export function gapAt(pointerY: number, listTop: number, scrollTop: number, cards: number): number {
  return Math.max(0, Math.min(Math.round((pointerY - listTop + scrollTop) / CARD_PITCH), cards));
}

/** The place among the other cards that a gap stands for; the moving card itself doesn't count. */
export function indexOfGap(gap: number, movingIndex: number): number {
  return movingIndex >= 0 && gap > movingIndex ? gap - 1 : gap;
}

/** The gap where the drop line shows a place among the other cards. */
export function gapOfIndex(index: number, movingIndex: number): number {
  return movingIndex >= 0 && index > movingIndex ? index + 1 : index;
}

export interface ColumnBox {
  stage: Stage;
  left: number;
  right: number;
}

/** The column under the pointer, or the nearest one: between two columns a drop still means something. */
export function columnAt(pointerX: number, boxes: ColumnBox[]): Stage | null {
  let nearest: Stage | null = null;
  let least = Infinity;
  for (const { stage, left, right } of boxes) {
    const distance = Math.max(left - pointerX, pointerX - right, 0);
    if (distance < least) [nearest, least] = [stage, distance];
  }
  return nearest;
}

export function sameSpot(a: Spot | null, b: Spot | null): boolean {
  return a?.stage === b?.stage && a?.index === b?.index;
}

export function stageOfId(id: unknown): Stage | null {
  return typeof id === "string" && isStage(id) ? id : null;
}
