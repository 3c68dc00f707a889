/** Moving over the board by keys: which card has the focus, and where a lifted card would land. */
import { STAGES, type Stage } from "@/lib/stages";

export interface Spot {
  stage: Stage;
  index: number;
}

export type CountByStage = Record<Stage, number>;

const VERTICAL: Record<string, number> = { ArrowUp: -1, ArrowDown: 1, k: -1, j: 1, PageUp: -10, PageDown: 10 };
const HORIZONTAL: Record<string, number> = { ArrowLeft: -1, ArrowRight: 1, h: -1, l: 1 };

/** The card that a key leads to from another; empty columns are skipped. Null when the key leads nowhere. */
export function focusAfter(key: string, from: Spot, cards: CountByStage): Spot | null {
  const last = cards[from.stage] - 1;
  const step = VERTICAL[key];
  if (step !== undefined) return other(from, { ...from, index: clamp(from.index + step, 0, last) });
  if (key === "Home") return other(from, { ...from, index: 0 });
  if (key === "End") return other(from, { ...from, index: Math.max(0, last) });
  const side = HORIZONTAL[key];
  if (side === undefined) return null;
  for (let at = STAGES.indexOf(from.stage) + side; at >= 0 && at < STAGES.length; at += side) {
    const stage = STAGES[at] as Stage;
    if (cards[stage] > 0) return { stage, index: clamp(from.index, 0, cards[stage] - 1) };
  }
  return null;
}

/**
 * The slot that a key leads a lifted card to. `others` counts the cards beside it: a column with n of them has n + 1 slots.
 * Null when the key leads nowhere.
 */
export function landingAfter(key: string, at: Spot, others: CountByStage): Spot | null {
  const step = VERTICAL[key];
  if (step !== undefined) return other(at, { ...at, index: clamp(at.index + step, 0, others[at.stage]) });
  if (key === "Home") return other(at, { ...at, index: 0 });
  if (key === "End") return other(at, { ...at, index: others[at.stage] });
  const side = HORIZONTAL[key];
  const stage = side === undefined ? undefined : STAGES[STAGES.indexOf(at.stage) + side];
  return stage ? { stage, index: clamp(at.index, 0, others[stage]) } : null;
}

function clamp(value: number, low: number, high: number): number {
  return Math.max(low, Math.min(value, Math.max(low, high)));
}

function other(from: Spot, to: Spot): Spot | null {
  return from.index === to.index && from.stage === to.stage ? null : to;
}
