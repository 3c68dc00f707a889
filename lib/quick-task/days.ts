/** Reckoning with plain days ("2026-11-24"), free of clocks and zones. */

const DAY_MS = 86_400_000;

export function toDay(year: number, month: number, day: number): string | null {
  const date = new Date(Date.UTC(year, month - 1, day));
  return date.getUTCMonth() === month - 1 && date.getUTCDate() === day ? date.toISOString().slice(0, 10) : null;
}

export function addDays(day: string, count: number): string {
  return new Date(Date.parse(day) + count * DAY_MS).toISOString().slice(0, 10);
}

/** The 31st of a shorter month is its last day. */
export function addMonths(day: string, count: number): string {
  const [year, month, date] = partsOf(day);
  const months = year * 12 + month - 1 + count;
  return clipped(Math.floor(months / 12), (months % 12) + 1, date);
}

export function clipped(year: number, month: number, day: number): string {
  const last = new Date(Date.UTC(year, month, 0)).getUTCDate();
  return new Date(Date.UTC(year, month - 1, Math.min(day, last))).toISOString().slice(0, 10);
}

export function partsOf(day: string): [year: number, month: number, day: number] {
  const [year = 1970, month = 1, date = 1] = day.split("-").map(Number);
  return [year, month, date];
}

/** ISO weekday: 1 is Monday. */
export function weekdayOf(day: string): number {
  return new Date(Date.parse(day)).getUTCDay() || 7;
}

/** The first day with this weekday from `day` on. */
export function onOrAfter(day: string, weekday: number): string {
  return addDays(day, (weekday - weekdayOf(day) + 7) % 7);
}

/** That day of this month, or of the next when it is over. */
export function nextDayOfMonth(today: string, day: number): string {
  const [year, month] = partsOf(today);
  const here = clipped(year, month, day);
  return here >= today ? here : addMonths(clipped(year, month, day), 1).slice(0, 8) + clipped(year, month + 1, day).slice(8);
}

/** "31/12" is this year's, or the next one's when that day is over. */
export function nextDate(today: string, month: number, day: number): string | null {
  const [year] = partsOf(today);
  const found = [year, year + 1, year + 2, year + 3, year + 4].map((candidate) => toDay(candidate, month, day));
  return found.find((candidate) => candidate !== null && candidate >= today) ?? null;
}
