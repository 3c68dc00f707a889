"use client";

import { useTranslations } from "next-intl";

import type { Metrics } from "@/components/dashboard/figures";
import { StageDot } from "@/components/pipeline/stage-dot";
import { useFormat } from "@/hooks/use-format";
import { useStageName } from "@/hooks/use-pipeline-settings";
import { Link } from "@/i18n/navigation";
import { sums } from "@/lib/board-cache";
import { paths } from "@/lib/paths";
import { cn } from "@/lib/utils";

const FILLS = {
  lead: "bg-stage-lead",
  contact: "bg-stage-contact",
  proposal: "bg-stage-proposal",
  negotiation: "bg-stage-negotiation",
  closed: "bg-stage-closed",
} as const;

/** Open deals by stage: how many, worth what; the bar compares the counts. */
export function StageBars({ metrics, currency: own }: { metrics: Metrics; currency: string }) {
  const t = useTranslations("pipeline");
  const format = useFormat();
  const stageName = useStageName();
  const stages = metrics.by_stage.filter(({ stage }) => stage !== "closed");
  const most = Math.max(1, ...stages.map(({ count }) => count));
  return (
    <ol className="-mx-2 space-y-1">
      {stages.map(({ stage, count, value_cents: values }) => (
        <li key={stage} className="relative rounded-md px-2 py-2 transition-colors hover:bg-accent">
          <div className="flex items-baseline gap-2 text-sm">
            <StageDot stage={stage} className="self-center" />
            <Link href={`${paths.pipeline()}#column-${stage}`} className="font-medium after:absolute after:inset-0 after:rounded-md">
              {stageName(stage)}
            </Link>
            <span className="tabular text-xs text-muted-foreground">{t("column.count", { count })}</span>
            <span className="tabular ml-auto truncate">
              {sums(values, own)
                .map(([currency, cents]) => format.money(cents, currency, { compact: true }))
                .join(" + ")}
            </span>
          </div>
          <div aria-hidden className="mt-1.5 h-1.5 rounded-full bg-secondary">
            <div className={cn("h-full rounded-full", FILLS[stage])} style={{ width: `${(count / most) * 100}%` }} />
          </div>
        </li>
      ))}
    </ol>
  );
}
