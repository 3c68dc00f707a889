import { dayNumber } from "@/lib/calendar-day";

/** Days from `date` back from `now`, by calendar: 0 today, 1 yesterday, negative ahead. */
export function calendarDaysAgo(date: Date, now: Date, timeZone?: string): number {
  return dayNumber(now, timeZone) - dayNumber(date, timeZone);
}

/** True for the first entry of its day: a heading stands before it. Entries come newest first. */
export function startsDay(entries: readonly { timestamp: string }[], index: number, timeZone?: string): boolean {
  const [entry, above] = [entries[index], entries[index - 1]];
  if (!entry || !above) return true;
  return dayNumber(new Date(entry.timestamp), timeZone) !== dayNumber(new Date(above.timestamp), timeZone);
}
