import type { ClientSort } from "@/lib/client-sort";

export type ColumnId = "name" | "handles" | "owner" | "tags" | "openDeals" | "lastActivity" | "created" | "actions";

export interface Column {
  id: ColumnId;
  /** From which width it is shown; on a phone a row is a card and shows what fits. */
  className?: string;
  sort?: "name" | "created_at" | "last_activity_at";
}

export const COLUMNS: readonly Column[] = [
  { id: "name", sort: "name" },
  { id: "handles", className: "hidden lg:block" },
  { id: "owner", className: "hidden md:block" },
  { id: "tags", className: "hidden xl:block" },
  { id: "openDeals", className: "hidden xl:block" },
  { id: "lastActivity", sort: "last_activity_at", className: "hidden md:block" },
  { id: "created", sort: "created_at", className: "hidden xl:block" },
  { id: "actions" },
];

/** Header and rows share these tracks, so that columns stand under their names. */
export const GRID =
  "grid items-center gap-x-4 grid-cols-[minmax(0,1fr)_2.75rem] md:grid-cols-[minmax(0,1fr)_9rem_8rem_2rem] lg:grid-cols-[minmax(0,1.2fr)_minmax(0,1fr)_9rem_8rem_2rem] xl:grid-cols-[minmax(0,1.35fr)_minmax(0,1.4fr)_8.75rem_minmax(0,1fr)_4rem_7.25rem_8.25rem_2rem]";

/** What pressing a header does: names from A, times from the newest, then the other way round. */
export function nextSort(current: ClientSort, column: NonNullable<Column["sort"]>): ClientSort {
  const first: ClientSort = column === "name" ? "name" : `-${column}`;
  const second: ClientSort = column === "name" ? "-name" : column;
  return current === first ? second : first;
}

/** As `aria-sort` wants it. */
export function sortDirection(current: ClientSort, column: Column["sort"]): "ascending" | "descending" | "none" | undefined {
  if (!column) return undefined;
  if (current === column) return "ascending";
  return current === `-${column}` ? "descending" : "none";
}
