/**
 * The board as the browser holds it, and every change to it as a pure function.
 * A column keeps its cards in the order of their keys, so a card put back always finds its exact slot.
 */
import type { Board, BoardColumn, Deal } from "@/lib/board-types";
import { between } from "@/lib/position";
import type { Stage } from "@/lib/stages";

/** A place in a column by the cards around it, as PUT /deals/{id}/stage takes it. */
export interface Slot {
  stage: Stage;
  /** The card directly above. */
  afterId: string | null;
  /** The card directly below. */
  beforeId: string | null;
}

export interface Closing {
  outcome: "won" | "lost";
  lostReason?: string;
  wonReason?: string;
  /** The day it was won, when that isn't today: "2026-03-31". */
  closedOn?: string;
}

export function column(board: Board, stage: Stage): BoardColumn {
  const found = board.columns.find((one) => one.stage === stage);
  if (!found) throw new Error(`The board has no column ${stage}`);
  return found;
}

export function findDeal(board: Board | undefined, dealId: string): Deal | null {
  for (const one of board?.columns ?? []) {
    const deal = one.items.find((item) => item.id === dealId);
    if (deal) return deal;
  }
  return null;
}

/** The slot at an index among the other cards of a column: 0 is the top, anything past the end the bottom. */
export function slotAt(board: Board, stage: Stage, index: number, movingId: string): Slot {
  const others = column(board, stage).items.filter((item) => item.id !== movingId);
  const at = Math.max(0, Math.min(index, others.length));
  return { stage, afterId: others[at - 1]?.id ?? null, beforeId: others[at]?.id ?? null };
}

/** Whether the slot is where the card already is. */
export function isOwnSlot(board: Board, deal: Deal, slot: Slot): boolean {
  if (deal.stage !== slot.stage) return false;
  const { items } = column(board, deal.stage);
  const index = items.findIndex((item) => item.id === deal.id);
  return (items[index - 1]?.id ?? null) === slot.afterId && (items[index + 1]?.id ?? null) === slot.beforeId;
}

/** The card as it will look once the server agrees; it keeps its version until then. */
export function movedDeal(board: Board, deal: Deal, slot: Slot, closing: Closing | null, now: Date): Deal {
  const { items } = column(board, slot.stage);
  const position = (id: string | null) => items.find((item) => item.id === id)?.position ?? null;
  const changesStage = deal.stage !== slot.stage;
  return {
    ...deal,
    stage: slot.stage,
    position: between(position(slot.afterId), position(slot.beforeId)),
    outcome: closing?.outcome ?? null,
    lost_reason: closing?.lostReason ?? null,
    won_reason: closing?.wonReason ?? null,
    stage_entered_at: changesStage ? now.toISOString() : deal.stage_entered_at,
    closed_at: slot.stage === "closed" ? (changesStage ? now.toISOString() : deal.closed_at) : null,
  };
}

/**
 * Put a card where its stage and key say, replacing any copy of it, and carry count and sums along.
 * keepAtEdge: show it even behind the last card loaded (one's own move); otherwise paging brings it.
 */
export function putDeal(board: Board, deal: Deal, { keepAtEdge = false } = {}): Board {
  const without = removeDeal(board, deal.id);
  return mapColumn(without, deal.stage, (target) => {
    const counted = count(target, deal, 1);
    const last = target.items[target.items.length - 1];
    if (!keepAtEdge && target.next_cursor !== null && (!last || deal.position > last.position)) return counted;
    const at = target.items.findIndex((item) => item.position > deal.position);
    const items = [...target.items];
    items.splice(at === -1 ? items.length : at, 0, deal);
    return { ...counted, items };
  });
}

/** Replace the fields of a card without moving it, sums included. */
export function patchDeal(board: Board, dealId: string, patch: Partial<Deal>): Board {
  const old = findDeal(board, dealId);
  if (!old) return board;
  return mapColumn(board, old.stage, (one) => {
    const deal = { ...old, ...patch, stage: old.stage, position: old.position };
    const recounted = count(count(one, old, -1), deal, 1);
    return { ...recounted, items: one.items.map((item) => (item.id === dealId ? deal : item)) };
  });
}

export function removeDeal(board: Board, dealId: string): Board {
  const old = findDeal(board, dealId);
  if (!old) return board;
  return mapColumn(board, old.stage, (one) => ({
    ...count(one, old, -1),
    items: one.items.filter((item) => item.id !== dealId),
  }));
}

/** Take a card that isn't loaded into or out of a column's count and sums. */
export function countUnseen(board: Board, stage: Stage, deal: Deal, sign: 1 | -1): Board {
  return mapColumn(board, stage, (one) => count(one, deal, sign));
}

/** Add the next page of one column; a card that is already there is not shown twice. */
export function appendPage(board: Board, page: BoardColumn): Board {
  const known = new Set(board.columns.flatMap((one) => one.items.map((item) => item.id)));
  return mapColumn(board, page.stage, (one) => ({
    ...page,
    items: [...one.items, ...page.items.filter((item) => !known.has(item.id))].sort(byPosition),
  }));
}

/** Take count and sums from a fresh answer and keep the cards. */
export function mergeTotals(board: Board, fresh: Board): Board {
  return {
    ...board,
    columns: board.columns.map((one) => {
      const newer = fresh.columns.find((other) => other.stage === one.stage);
      return newer ? { ...one, count: newer.count, value_cents: newer.value_cents } : one;
    }),
  };
}

/** Sums that aren't zero: the organization's own currency first, then by code. */
export function sums(totals: Record<string, number>, ownCurrency: string): [currency: string, cents: number][] {
  return Object.entries(totals)
    .filter(([, cents]) => cents > 0)
    .sort(([a], [b]) => Number(b === ownCurrency) - Number(a === ownCurrency) || a.localeCompare(b));
}

function byPosition(a: Deal, b: Deal): number {
  return a.position < b.position ? -1 : a.position > b.position ? 1 : 0;
}

function mapColumn(board: Board, stage: Stage, change: (one: BoardColumn) => BoardColumn): Board {
  return { ...board, columns: board.columns.map((one) => (one.stage === stage ? change(one) : one)) };
}

function count(one: BoardColumn, deal: Deal, sign: 1 | -1): BoardColumn {
  const sum = (one.value_cents[deal.currency] ?? 0) + sign * deal.value_cents;
  const rest = Object.fromEntries(Object.entries(one.value_cents).filter(([currency]) => currency !== deal.currency));
  return {
    ...one,
    count: Math.max(0, one.count + sign),
    value_cents: sum > 0 ? { ...rest, [deal.currency]: sum } : rest,
  };
}
