/** Dates as people type them, in the order that is theirs. */

import type { DateOrder } from "@/lib/formats";

const DAY_MS = 86_400_000;
export const EARLIEST_DATE = "1990-01-01";
export const LATEST_DATE = "2100-12-31";

/** "2026-12-31" as a field shows it: 31/12/2026. */
export function formatDateInput(date: string, order: DateOrder): string {
  if (order === "ymd") return date;
  const [year = "", month = "", day = ""] = date.split("-");
  return (order === "mdy" ? [month, day, year] : [day, month, year]).join("/");
}

/**
 * Read "31/12", "31.12.26", "3112", "31-12-2026" or "2026-12-31" as a plain date; null when it is none.
 *
 * Without a year it is the one that brings the date nearest to `today`.
 */
export function parseDateInput(text: string, order: DateOrder, today: string): string | null {
  const typed = text.trim();
  const iso = /^(\d{4})-(\d{1,2})-(\d{1,2})$/.exec(typed);
  if (iso) return toDate(Number(iso[1]), Number(iso[2]), Number(iso[3]));
  const match =
    /^(\d{1,2})\s*[/.\-\s]\s*(\d{1,2})(?:\s*[/.\-\s]\s*(\d{2}|\d{4}))?$/.exec(typed) ?? /^(\d{2})(\d{2})(\d{4}|\d{2})?$/.exec(typed);
  if (!match) return null;
  let [first, second] = [Number(match[1]), Number(match[2])];
  const startsWithMonth = order !== "dmy";
  if (startsWithMonth && first <= 12) [first, second] = [second, first];
  else if (!startsWithMonth && second > 12) [first, second] = [second, first];
  const [day, month] = [first, second];
  if (match[3]) return toDate(Number(match[3]) + (match[3].length === 2 ? 2000 : 0), month, day);
  const year = Number(today.slice(0, 4));
  const distance = (date: string) => Math.abs(Date.parse(date) - Date.parse(today)) / DAY_MS;
  const dates = [year, year + 1, year - 1].flatMap((candidate) => toDate(candidate, month, day) ?? []);
  return dates.sort((a, b) => distance(a) - distance(b))[0] ?? null;
}

function toDate(year: number, month: number, day: number): string | null {
  const date = new Date(Date.UTC(year, month - 1, day));
  if (date.getUTCMonth() !== month - 1 || date.getUTCDate() !== day) return null;
  const text = date.toISOString().slice(0, 10);
  return text >= EARLIEST_DATE && text <= LATEST_DATE ? text : null;
}
