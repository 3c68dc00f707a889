"use client";

import { useTranslations } from "next-intl";
import type { ReactNode } from "react";

import { useFormat } from "@/hooks/use-format";
import { Link } from "@/i18n/navigation";
import { sums } from "@/lib/board-cache";
import { paths } from "@/lib/paths";
import type { components } from "@/types/api";

export type Metrics = components["schemas"]["PipelineMetrics"];

/** The four numbers of the day; each leads to the cards behind it. */
export function Figures({ metrics, currency }: { metrics: Metrics; currency: string }) {
  const t = useTranslations("dashboard.figure");
  const format = useFormat();
  const days = metrics.period_days;
  const open = sums(metrics.open_value_cents, currency);
  const won = sums(metrics.month.won_value_cents, currency);
  const amount = ([code, cents]: [string, number]) => format.money(cents, code, { compact: true });
  const rest = (totals: [string, number][]) => totals.slice(1).map(amount).join(" + ");
  return (
    <ul className="grid grid-cols-2 gap-3 lg:grid-cols-4">
      <Figure
        label={t("openValue")}
        value={amount(open[0] ?? [currency, 0])}
        note={rest(open) ? `+ ${rest(open)}` : t("openNote")}
        href={paths.pipeline()}
      />
      <Figure label={t("openCount")} value={format.number(metrics.open_count)} note={t("openCountNote")} href={paths.pipeline()} />
      <Figure
        label={t("won")}
        value={amount(won[0] ?? [currency, 0])}
        note={[t("wonNote", { count: metrics.month.won_count }), rest(won) && `+ ${rest(won)}`].filter(Boolean).join(" · ")}
        href={`${paths.pipeline()}#column-closed`}
      />
      <Figure
        label={t("winRate", { days })}
        value={metrics.win_rate_percent === null ? "—" : format.percent(metrics.win_rate_percent / 100)}
        note={
          metrics.win_rate_percent === null
            ? t("winRateNone")
            : t("winRateNote", { won: metrics.won_count, closed: metrics.won_count + metrics.lost_count })
        }
        href={`${paths.pipeline()}#column-closed`}
      />
    </ul>
  );
}

function Figure({ label, value, note, href }: { label: string; value: string; note: ReactNode; href: string }) {
  return (
    <li className="relative rounded-lg border bg-card px-4 py-3 transition-colors hover:border-foreground/25">
      <Link href={href} className="text-xs font-medium text-muted-foreground after:absolute after:inset-0 after:rounded-lg">
        {label}
      </Link>
      <p className="tabular mt-1 truncate text-xl font-semibold tracking-tight">{value}</p>
      <p className="mt-0.5 text-xs text-muted-foreground">{note}</p>
    </li>
  );
}
