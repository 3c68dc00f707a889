import type { InfiniteData } from "@tanstack/react-query";

export interface Page<T> {
  items: T[];
  next_cursor: string | null;
}

/** All rows that have arrived, in order. */
export function flatten<T>(data: InfiniteData<Page<T>, unknown> | undefined): T[] {
  return data?.pages.flatMap((page) => page.items) ?? [];
}

/** With each row changed in place; the same object when nothing changed. */
export function mapRows<T, P extends Page<T>, Param>(data: InfiniteData<P, Param>, change: (row: T) => T): InfiniteData<P, Param> {
  return { ...data, pages: data.pages.map((page) => ({ ...page, items: page.items.map(change) })) };
}

/** Without one row; a `total` beside the rows counts down with it. */
export function withoutRow<P extends Page<{ id: string }> & { total?: number }, Param>(
  data: InfiniteData<P, Param>,
  id: string,
): InfiniteData<P, Param> {
  const isThere = data.pages.some((page) => page.items.some((row) => row.id === id));
  if (!isThere) return data;
  return {
    ...data,
    pages: data.pages.map((page) => ({
      ...page,
      items: page.items.filter((row) => row.id !== id),
      ...(page.total === undefined ? {} : { total: Math.max(0, page.total - 1) }),
    })),
  };
}
