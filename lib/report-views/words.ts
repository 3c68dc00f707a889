import type { useTranslations } from "next-intl";

import type { useFormat } from "@/hooks/use-format";
import { sums } from "@/lib/board-cache";
import { paths } from "@/lib/paths";
import type { Segment, Tone } from "@/lib/report-types";

export type Stage = "lead" | "contact" | "proposal" | "negotiation" | "closed";

/** What a report needs to be put into words. */
export interface ReportWords {
  t: ReturnType<typeof useTranslations<"report">>;
  format: ReturnType<typeof useFormat>;
  duration: (seconds: number | null) => string;
  stageName: (stage: Stage) => string;
  reasonName: (reason: string) => string;
  typeName: (type: string) => string;
  currency: string;
  ownerId: string | null;
}

export const NONE = "—";

export function money(values: Record<string, number>, { format, currency }: ReportWords): string {
  const known = sums(values, currency).filter(([, cents]) => cents !== 0);
  return known.length ? known.map(([code, cents]) => format.money(cents, code, { compact: true })).join(" + ") : NONE;
}

export function percent(value: number | null, { format }: ReportWords): string {
  return value === null ? NONE : format.percent(value / 100);
}

/** The board of the deals that a number counts. */
export function dealsLink(words: ReportWords, filters: Record<string, string | null>): string {
  return paths.pipeline({ owner_id: words.ownerId, ...filters });
}

/** As lists are asked for the same days; an open end stays open. */
export function between(report: { since: string | null; until: string | null }): string | null {
  return report.since || report.until ? `${report.since ?? ""}..${report.until ?? ""}` : null;
}

export function segment(tone: Tone, part: number, whole: number): Segment {
  return { tone, share: whole > 0 ? part / whole : 0 };
}

export function most(values: number[]): number {
  return Math.max(1, ...values);
}
