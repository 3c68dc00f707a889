import type { Deal } from "@/lib/board-types";
import { dayNumber } from "@/lib/calendar-day";

export const STAGES = ["lead", "contact", "proposal", "negotiation", "closed"] as const;
export type Stage = (typeof STAGES)[number];
export type OpenStage = Exclude<Stage, "closed">;
export const OPEN_STAGES = STAGES.slice(0, 4) as readonly OpenStage[];

/** Days without a change of stage after which a card says so; closed deals never rot. */
export const ROTTING_DAYS: Record<OpenStage, number> = { lead: 14, contact: 14, proposal: 21, negotiation: 30 };
/** Days without any contact with the client after which the deal needs attention. */
export const QUIET_DAYS = 14;
/** Days ahead within which an expected close date counts as near. */
export const CLOSING_DAYS = 7;

/** Stored as they are; any other text is a reason in a person's own words. */
export const LOST_REASONS = ["price", "timing", "competitor", "no_answer", "not_a_fit"] as const;
export type LostReason = (typeof LOST_REASONS)[number];

export function isStage(value: string | null | undefined): value is Stage {
  return STAGES.includes(value as Stage);
}

export function isLostReason(value: string): value is LostReason {
  return LOST_REASONS.includes(value as LostReason);
}

/** Whole days from a moment to now; never negative, whatever the clocks say. */
export function daysSince(moment: string, now: Date): number {
  return Math.max(0, Math.floor((now.getTime() - new Date(moment).getTime()) / 86_400_000));
}

export function isRotting(deal: Pick<Deal, "stage" | "stage_entered_at">, now: Date): boolean {
  return deal.stage !== "closed" && daysSince(deal.stage_entered_at, now) >= ROTTING_DAYS[deal.stage];
}

/** Days from today to a calendar date as the viewer counts them: 0 today, negative when past. */
export function daysUntil(date: string, now: Date, timeZone?: string): number {
  return Math.floor(Date.parse(date) / 86_400_000) - dayNumber(now, timeZone);
}

export type AttentionReason = "overdue" | "closing" | "quiet" | "rotting";

/** Why an open deal needs a look, the most pressing reason first; null when it doesn't. */
export function attentionReason(
  deal: Pick<Deal, "stage" | "stage_entered_at" | "expected_close_date" | "last_touch" | "created_at">,
  now: Date,
  timeZone?: string,
): AttentionReason | null {
  if (deal.stage === "closed") return null;
  const days = deal.expected_close_date ? daysUntil(deal.expected_close_date, now, timeZone) : null;
  if (days !== null && days < 0) return "overdue";
  if (days !== null && days <= CLOSING_DAYS) return "closing";
  if (daysSince(deal.last_touch?.at ?? deal.created_at, now) >= QUIET_DAYS) return "quiet";
  return isRotting(deal, now) ? "rotting" : null;
}
