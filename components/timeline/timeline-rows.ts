/** Calendar day of the reader, as a number that orders and compares. */
function dayNumber(date: Date): number {
  return Date.UTC(date.getFullYear(), date.getMonth(), date.getDate()) / 86_400_000;
}

/** Days from `date` back from `now`, by calendar: 0 today, 1 yesterday, negative ahead. */
export function calendarDaysAgo(date: Date, now: Date): number {
  return dayNumber(now) - dayNumber(date);
}

/** True for the first entry of its day: a heading stands before it. Entries come newest first. */
export function startsDay(entries: readonly { timestamp: string }[], index: number): boolean {
  const [entry, above] = [entries[index], entries[index - 1]];
  if (!entry || !above) return true;
  return dayNumber(new Date(entry.timestamp)) !== dayNumber(new Date(above.timestamp));
}
