import type { Deal } from "@/lib/board-types";
import { dayNumber, dayOf } from "@/lib/calendar-day";

export const STAGES = ["lead", "contact", "proposal", "negotiation", "closed"] as const;
export type Stage = (typeof STAGES)[number];
export type OpenStage = Exclude<Stage, "closed">;
export const OPEN_STAGES = STAGES.slice(0, 4) as readonly OpenStage[];

/** Days without contact with the client after which a deal of the stage rots; null where it never does. */
export type Patience = Partial<Record<Stage, number | null>>;

/** Why deals are lost as the product names it; an organization has its own names, and its own reasons. */
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

/** Whole days in the present stage, its former visits included. */
export function daysInStage(deal: Pick<Deal, "stage_entered_at" | "earlier_stage_seconds">, now: Date): number {
  return daysSince(deal.stage_entered_at, new Date(now.getTime() + deal.earlier_stage_seconds * 1_000));
}

/** Whole days since somebody spoke with the client; before anybody did, since the deal is there. */
export function daysOfSilence(deal: Pick<Deal, "last_touch" | "created_at">, now: Date): number {
  return Math.min(daysSince(deal.created_at, now), daysSince(deal.last_touch?.at ?? deal.created_at, now));
}

export function isSnoozed(deal: Pick<Deal, "snoozed_until">, now: Date, timeZone?: string): boolean {
  return deal.snoozed_until !== null && deal.snoozed_until > dayOf(now, timeZone);
}

/** As api/services/attention.py. */
export function isRotting(
  deal: Pick<Deal, "stage" | "last_touch" | "created_at" | "snoozed_until">,
  patience: Patience,
  now: Date,
  timeZone?: string,
): boolean {
  const days = patience[deal.stage];
  return Boolean(days) && deal.stage !== "closed" && daysOfSilence(deal, now) >= Number(days) && !isSnoozed(deal, now, timeZone);
}

/** Days from today to a calendar date as the viewer counts them: 0 today, negative when past. */
export function daysUntil(date: string, now: Date, timeZone?: string): number {
  return Math.floor(Date.parse(date) / 86_400_000) - dayNumber(now, timeZone);
}
