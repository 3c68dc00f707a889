import type { TimelineEntry } from "@/services/timeline";

export interface Pages {
  pages: { items: TimelineEntry[]; next_cursor: string | null }[];
  pageParams: unknown[];
}

/** Newest first; equal moments by id, as the API orders them. */
function isNewer(a: TimelineEntry, b: TimelineEntry): boolean {
  const [left, right] = [Date.parse(a.timestamp), Date.parse(b.timestamp)];
  return left === right ? a.id > b.id : left > right;
}

/** Without the entry. */
export function removeEntry<T extends Pages>(data: T, id: string): T {
  return { ...data, pages: data.pages.map((page) => ({ ...page, items: page.items.filter((item) => item.id !== id) })) };
}

/** With the entry at its place in time; what lies beyond the loaded pages arrives with its own page. */
export function upsertEntry<T extends Pages>(data: T, entry: TimelineEntry): T {
  const known = data.pages.flatMap((page) => page.items).find((item) => item.id === entry.id);
  if (known && known.version > entry.version) return data;
  const pages = removeEntry(data, entry.id).pages;
  for (const page of pages) {
    const index = page.items.findIndex((item) => isNewer(entry, item));
    if (index >= 0) {
      page.items.splice(index, 0, entry);
      return { ...data, pages };
    }
  }
  const last = pages.at(-1);
  if (last && last.next_cursor === null) last.items.push(entry);
  return { ...data, pages };
}

/** With what a fresh first page knows: new entries slot in, known ones take their latest text. */
export function mergeFresh<T extends Pages>(data: T, fresh: TimelineEntry[]): T {
  return fresh.reduce((merged, entry) => upsertEntry(merged, entry), data);
}
