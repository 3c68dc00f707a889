import { addMonths, lastDayOf } from "@/lib/report-views/months";
import type { ReportView } from "@/lib/report-types";
import { dealsLink, money, most, percent, segment, type ReportWords } from "@/lib/report-views/words";
import type { Forecast } from "@/services/report";

type Month = Forecast["months"][number];

export function forecastView(forecast: Forecast, words: ReportWords): ReportView {
  const { t, format, stageName, currency } = words;
  const own = (values: Record<string, number>) => values[currency] ?? 0;
  const shown = forecast.months.filter(({ kind }) => kind === "month");
  const [now] = shown;
  const highest = most(shown.map((month) => own(month.won_cents) + own(month.value_cents)));
  const weightedMost = most(forecast.months.map((month) => own(month.weighted_cents)));
  const open = total(forecast.months, "value_cents");
  return {
    isEmpty: forecast.months.every(({ count, won_cents: won }) => count === 0 && Object.keys(won).length === 0),
    figures: [
      {
        label: t("forecast.thisMonth"),
        value: now ? money(plus(now.won_cents, now.weighted_cents), words) : "",
        note: now && t("forecast.thisMonthNote", { won: money(now.won_cents, words) }),
      },
      { label: t("forecast.weighted"), value: money(total(forecast.months, "weighted_cents"), words), note: t("forecast.weightedNote") },
      { label: t("forecast.open"), value: money(open, words), href: dealsLink(words, { outcome: "open" }) },
      {
        label: t("forecast.overdue"),
        value: money(forecast.months.find(({ kind }) => kind === "overdue")?.value_cents ?? {}, words),
        note: t("forecast.overdueNote"),
        href: dealsLink(words, { outcome: "open", expected_close: "past" }),
      },
    ],
    chart: {
      title: t("forecast.chart", { currency }),
      legend: [
        { tone: "won", label: t("won") },
        { tone: "primary", label: t("forecast.weighted") },
        { tone: "quiet", label: t("forecast.rest") },
      ],
      columns: shown.map((month, place) => {
        const weighted = own(month.weighted_cents);
        return {
          key: month.month ?? "",
          label: format.date(month.month ?? "", "monthShort"),
          isNow: place === 0,
          title: `${monthName(month, words)}: ${money(month.value_cents, words)}`,
          segments: [
            segment("won", own(month.won_cents), highest),
            segment("primary", weighted, highest),
            segment("quiet", own(month.value_cents) - weighted, highest),
          ],
        };
      }),
    },
    tables: [
      {
        title: t("forecast.byMonth"),
        headings: [t("month"), t("deals"), t("value"), t("forecast.weighted"), t("won")],
        rows: forecast.months
          .filter(({ kind, count }) => kind === "month" || count > 0)
          .map((month) => ({
            key: `${month.kind}${month.month}`,
            label: monthName(month, words),
            href: dealsLink(words, { outcome: "open", expected_close: closing(month, shown) }),
            bar: [segment("primary", own(month.weighted_cents), weightedMost)],
            cells: [
              format.number(month.count),
              money(month.value_cents, words),
              money(month.weighted_cents, words),
              month.kind === "month" ? money(month.won_cents, words) : "",
            ],
          })),
      },
      {
        title: t("forecast.chances"),
        headings: [t("stage"), t("forecast.chance"), t("forecast.decided")],
        note: t(forecast.probabilities.every(({ is_own: isOwn }) => isOwn) ? "forecast.ownHistory" : "forecast.common"),
        rows: forecast.probabilities.map(({ stage, percent: chance, decided_count: decided }) => ({
          key: stage,
          label: stageName(stage),
          tone: stage,
          bar: [segment(stage, chance, 100)],
          cells: [percent(chance, words), format.number(decided)],
        })),
      },
    ],
  };
}

function monthName({ kind, month }: Month, { t, format }: ReportWords): string {
  return kind === "month" && month ? format.date(month, "month") : t(`forecast.kind.${kind === "month" ? "later" : kind}`);
}

function closing({ kind, month }: Month, shown: Month[]): string {
  if (kind === "overdue") return `..${lastDayOf(addMonths(shown[0]?.month ?? "", -1))}`;
  if (kind === "undated") return "none";
  return kind === "month" && month ? `${month}..${lastDayOf(month)}` : `${addMonths(shown.at(-1)?.month ?? "", 1)}..`;
}

function plus(one: Record<string, number>, other: Record<string, number>): Record<string, number> {
  const sum = { ...one };
  for (const [currency, cents] of Object.entries(other)) sum[currency] = (sum[currency] ?? 0) + cents;
  return sum;
}

function total(months: Month[], field: "value_cents" | "weighted_cents"): Record<string, number> {
  return months.reduce<Record<string, number>>((sum, month) => plus(sum, month[field]), {});
}
