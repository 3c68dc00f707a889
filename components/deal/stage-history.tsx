"use client";

import { useTranslations } from "next-intl";

import { StageDot } from "@/components/pipeline/stage-dot";
import { useFormat } from "@/hooks/use-format";
import { useStageName } from "@/hooks/use-pipeline-settings";
import { useReasonName } from "@/hooks/use-reason-name";
import type { StageVisit } from "@/lib/board-types";
import { cn } from "@/lib/utils";

/** Which stages the deal went through, newest first, and how long it stayed in each. */
export function StageHistory({ visits }: { visits: StageVisit[] }) {
  const t = useTranslations("pipeline");
  const format = useFormat();
  const stageName = useStageName();
  const reasonName = useReasonName();
  const longest = Math.max(...visits.map((visit) => visit.seconds), 1);
  return (
    <ol className="space-y-2.5">
      {[...visits].reverse().map((visit) => (
        <li key={visit.entered_at} className="grid grid-cols-[1fr_auto] gap-x-3 text-sm">
          <span className="flex min-w-0 items-center gap-2">
            <StageDot stage={visit.stage} />
            <span className="truncate font-medium">{stageName(visit.stage)}</span>
            {visit.outcome && (
              <span className={cn("shrink-0 text-xs", visit.outcome === "won" ? "text-success-text" : "text-destructive-text")}>
                {t(`outcome.${visit.outcome}`)}
              </span>
            )}
            {visit.left_at === null && <span className="text-xs text-muted-foreground">{t("history.now")}</span>}
          </span>
          <span className="tabular text-muted-foreground">{duration(visit.seconds, t)}</span>
          <span className="col-span-2 mt-1 h-1 rounded-full bg-secondary" aria-hidden>
            <span
              className="block h-full rounded-full bg-muted-foreground/50"
              style={{ width: `${Math.max(2, (visit.seconds / longest) * 100)}%` }}
            />
          </span>
          <span className="col-span-2 mt-0.5 truncate text-xs text-muted-foreground">
            {visit.user_name
              ? t("history.since", { date: format.date(visit.entered_at, "datetime"), name: visit.user_name })
              : format.date(visit.entered_at, "datetime")}
          </span>
          {visit.reason && (
            <span className="col-span-2 break-words text-xs">
              {visit.outcome ? reasonName(visit.reason) : t("history.reopened", { reason: visit.reason })}
            </span>
          )}
        </li>
      ))}
    </ol>
  );
}

type Words = ReturnType<typeof useTranslations<"pipeline">>;

function duration(seconds: number, t: Words): string {
  if (seconds < 3_600) return t("history.minutes", { count: Math.floor(seconds / 60) });
  if (seconds < 86_400) return t("history.hours", { count: Math.floor(seconds / 3_600) });
  return t("history.days", { count: Math.floor(seconds / 86_400) });
}
