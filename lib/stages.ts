import type { Deal } from "@/lib/board-types";
import { dayNumber } from "@/lib/calendar-day";

export const STAGES = ["lead", "contact", "proposal", "negotiation", "closed"] as const;
export type Stage = (typeof STAGES)[number];
export type OpenStage = Exclude<Stage, "closed">;
export const OPEN_STAGES = STAGES.slice(0, 4) as readonly OpenStage[];

/** Days without a change of stage after which a card says so; closed deals never rot. As api/services/attention.py. */
export const ROTTING_DAYS: Record<OpenStage, number> = { lead: 14, contact: 14, proposal: 21, negotiation: 30 };

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
