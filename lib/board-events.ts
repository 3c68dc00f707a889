/** What a live event does to the board: at once where that is certain, by asking the server where it isn't. */
import type { Board, BoardFilters, Deal } from "@/lib/board-types";
import { countUnseen, findDeal, patchDeal, putDeal, removeDeal } from "@/lib/board-cache";
import { fold } from "@/lib/fold";
import { isStage } from "@/lib/stages";

export interface DealEvent {
  type: string;
  entity_id: string;
  version: number;
  data: { deal?: Deal; from?: string };
}

/** totals: the sums shown may be off; cards: which cards match can't be told here. */
export type Refresh = "none" | "totals" | "cards";

export interface Applied {
  board: Board;
  /** False when the board already knew. */
  changed: boolean;
  refresh: Refresh;
}

export function applyEvent(board: Board, event: DealEvent, filters: BoardFilters): Applied {
  const known = findDeal(board, event.entity_id);
  if (known && known.version >= event.version) return { board, changed: false, refresh: "none" };
  if (event.type === "deal.deleted") {
    return known ? { board: removeDeal(board, known.id), changed: true, refresh: "none" } : { board, changed: false, refresh: "totals" };
  }
  const { deal, from } = event.data;
  if (!deal) return { board, changed: false, refresh: "cards" };
  if (known && needsServer(filters)) return { board: applyKnown(board, known, deal, {}), changed: true, refresh: "cards" };
  if (known) return { board: applyKnown(board, known, deal, filters), changed: true, refresh: "none" };
  if (needsServer(filters)) return { board, changed: false, refresh: "cards" };
  if (!matches(deal, filters)) return { board, changed: false, refresh: "totals" };
  if (event.type === "deal.moved" && isStage(from) && !hasFilters(filters)) {
    return { board: putDeal(countUnseen(board, from, deal, -1), deal), changed: true, refresh: "totals" };
  }
  return { board: putDeal(board, deal), changed: true, refresh: "totals" };
}

function applyKnown(board: Board, known: Deal, deal: Deal, filters: BoardFilters): Board {
  if (!matches(deal, filters)) return removeDeal(board, known.id);
  const stays = known.stage === deal.stage && known.position === deal.position;
  return stays ? patchDeal(board, known.id, deal) : putDeal(board, deal);
}

/** Whether a card belongs to a filtered board; what a search finds only the server knows. */
export function matches(deal: Deal, filters: BoardFilters): boolean {
  if (filters.owner_id && deal.owner_id !== filters.owner_id) return false;
  if (filters.client_id && deal.client_id !== filters.client_id) return false;
  return !filters.tag || deal.tags.some((tag) => fold(tag) === fold(filters.tag ?? ""));
}

export function hasFilters(filters: BoardFilters): boolean {
  return Object.values(filters).some(Boolean);
}

/** Whether only the server knows which cards belong: of all but one owner, one tag and one client. */
export function needsServer({ owner_id: owner, client_id: _, tag, ...others }: BoardFilters): boolean {
  return owner === "me" || owner === "none" || Boolean(owner?.includes(",") || tag?.includes(",")) || hasFilters(others);
}
