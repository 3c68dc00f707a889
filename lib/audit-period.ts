export const AUDIT_PERIODS = ["day", "week", "month", "quarter"] as const;
export type AuditPeriod = (typeof AUDIT_PERIODS)[number];

const DAYS: Record<AuditPeriod, number> = { day: 1, week: 7, month: 30, quarter: 90 };
const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;

/** When a period began, to the minute, so that the same list has the same key for a while. */
export function startOf(period: AuditPeriod, now: number = Date.now()): string {
  return new Date(Math.floor(now / MINUTE_MS) * MINUTE_MS - DAYS[period] * DAY_MS).toISOString();
}
