import { addMonths } from "@/lib/report-views/months";
import type { ReportRow, ReportView } from "@/lib/report-types";
import { between, dealsLink, money, most, NONE, percent, segment, type ReportWords } from "@/lib/report-views/words";
import type { ConversionReport, OutcomeReport, StageTimeReport } from "@/services/report";

export function conversionView(report: ConversionReport, words: ReportWords): ReportView {
  const { t, format, stageName } = words;
  const created = between(report);
  const [first] = report.steps;
  const won = report.steps.at(-1);
  const all = first?.count ?? 0;
  const weakest = report.steps.slice(1).filter(({ rate_percent: rate }) => rate !== null);
  weakest.sort((one, other) => (one.rate_percent ?? 0) - (other.rate_percent ?? 0));
  const nameOf = (step: ConversionReport["steps"][number]["step"]) => (step === "won" ? t("won") : stageName(step));
  return {
    isEmpty: all === 0,
    figures: [
      { label: t("conversion.created"), value: format.number(all), href: dealsLink(words, { created }) },
      { label: t("conversion.won"), value: format.number(won?.count ?? 0), href: dealsLink(words, { created, outcome: "won" }) },
      {
        label: t("conversion.rate"),
        value: all ? format.percent((won?.count ?? 0) / all) : NONE,
        note: t("conversion.rateNote"),
      },
      {
        label: t("conversion.weakest"),
        value: weakest[0] ? (weakest[0].step === "won" ? t("conversion.closing") : nameOf(weakest[0].step)) : NONE,
        note: weakest[0] && t("conversion.weakestNote", { rate: percent(weakest[0].rate_percent, words) }),
      },
    ],
    tables: [
      {
        title: t("conversion.title"),
        headings: [t("stage"), t("deals"), t("value"), t("conversion.fromBefore")],
        note: t("conversion.note"),
        rows: report.steps.map(({ step, count, value_cents: values, rate_percent: rate }) => ({
          key: step,
          label: nameOf(step),
          tone: step,
          href: dealsLink(words, { created, reached: step === "lead" ? null : step }),
          bar: [segment(step, count, all)],
          cells: [format.number(count), money(values, words), percent(rate, words)],
        })),
      },
    ],
  };
}

export function outcomeView(report: OutcomeReport, words: ReportWords): ReportView {
  const { t, format, duration } = words;
  const closed = between(report);
  const months = everyMonth(report);
  const highest = most(months.map((month) => month.won_count + month.lost_count));
  return {
    isEmpty: report.won_count + report.lost_count === 0,
    figures: [
      {
        label: t("outcomes.won"),
        value: money(report.won_value_cents, words),
        note: t("dealCount", { count: report.won_count }),
        href: dealsLink(words, { closed, outcome: "won" }),
      },
      {
        label: t("outcomes.lost"),
        value: money(report.lost_value_cents, words),
        note: t("dealCount", { count: report.lost_count }),
        href: dealsLink(words, { closed, outcome: "lost" }),
      },
      { label: t("outcomes.rate"), value: percent(report.win_rate_percent, words), note: t("outcomes.rateNote") },
      { label: t("outcomes.cycle"), value: duration(report.won_median_seconds), note: t("outcomes.cycleNote") },
    ],
    chart: {
      title: t("outcomes.byMonth"),
      legend: [
        { tone: "won", label: t("won") },
        { tone: "lost", label: t("lost") },
      ],
      columns: months.map((month) => ({
        key: month.month,
        label: format.date(month.month, "monthShort"),
        title: t("outcomes.monthTitle", { month: format.date(month.month, "month"), won: month.won_count, lost: month.lost_count }),
        segments: [segment("won", month.won_count, highest), segment("lost", month.lost_count, highest)],
      })),
    },
    tables: (["lost", "won"] as const)
      .map((outcome) => reasonTable(report, outcome, closed, words))
      .filter(({ rows }) => rows.length > 0)
      .concat(monthTable(report, words)),
  };
}

/** With those in which nothing was closed, up to the first of the period. */
function everyMonth({ since, months }: OutcomeReport): OutcomeReport["months"] {
  const known = new Map(months.map((month) => [month.month, month]));
  const last = months.at(-1)?.month;
  const all: OutcomeReport["months"] = [];
  for (let month = since ? `${since.slice(0, 7)}-01` : months[0]?.month; month && last && month <= last; month = addMonths(month, 1)) {
    all.push(known.get(month) ?? { month, won_count: 0, won_value_cents: {}, lost_count: 0, lost_value_cents: {} });
  }
  return all;
}

function reasonTable(report: OutcomeReport, outcome: "won" | "lost", closed: string | null, words: ReportWords) {
  const { t, format, reasonName } = words;
  const reasons = report.reasons.filter((reason) => reason.outcome === outcome);
  // Where nobody gave a reason for anything won, there is nothing to compare.
  const known = outcome === "won" && reasons.every(({ reason }) => reason === null) ? [] : reasons;
  const highest = most(known.map(({ count }) => count));
  const total = outcome === "won" ? report.won_count : report.lost_count;
  return {
    title: t(`outcomes.${outcome}Reasons`),
    headings: [t("reason"), t("deals"), t("share"), t("value")],
    rows: known.map<ReportRow>(({ reason, count, value_cents: values }) => ({
      key: reason ?? "",
      label: reason === null ? t("noReason") : reasonName(reason),
      href: dealsLink(words, { closed, outcome, reason: reason ?? "none" }),
      bar: [segment(outcome, count, highest)],
      cells: [format.number(count), format.percent(total ? count / total : 0), money(values, words)],
    })),
  };
}

function monthTable(report: OutcomeReport, words: ReportWords) {
  const { t, format } = words;
  return {
    title: t("outcomes.byMonth"),
    headings: [t("month"), t("won"), t("outcomes.wonValue"), t("lost"), t("outcomes.lostValue")],
    rows: report.months.map<ReportRow>((month) => ({
      key: month.month,
      label: format.date(month.month, "month"),
      cells: [
        format.number(month.won_count),
        money(month.won_value_cents, words),
        format.number(month.lost_count),
        money(month.lost_value_cents, words),
      ],
    })),
  };
}

export function stageTimeView(report: StageTimeReport, words: ReportWords): ReportView {
  const { t, format, duration, stageName } = words;
  const longest = most(report.stages.map((stage) => stage.left_median_seconds ?? 0));
  const slowest = report.stages.reduce((slow, stage) =>
    (stage.left_median_seconds ?? 0) > (slow.left_median_seconds ?? 0) ? stage : slow,
  );
  const total = report.stages.reduce((sum, stage) => sum + (stage.left_median_seconds ?? 0), 0);
  return {
    isEmpty: report.stages.every((stage) => stage.left_count + stage.open_count === 0),
    figures: [
      {
        label: t("stageTime.slowest"),
        value: slowest.left_median_seconds ? stageName(slowest.stage) : NONE,
        note: slowest.left_median_seconds ? t("stageTime.slowestNote", { time: duration(slowest.left_median_seconds) }) : undefined,
      },
      { label: t("stageTime.whole"), value: total ? duration(total) : NONE, note: t("stageTime.wholeNote") },
    ],
    tables: [
      {
        title: t("stageTime.left"),
        headings: [t("stage"), t("stageTime.median"), t("stageTime.most"), t("deals")],
        note: t("stageTime.leftNote"),
        rows: report.stages.map((stage) => ({
          key: stage.stage,
          label: stageName(stage.stage),
          tone: stage.stage,
          bar: [segment(stage.stage, stage.left_median_seconds ?? 0, longest)],
          cells: [duration(stage.left_median_seconds), duration(stage.left_p90_seconds), format.number(stage.left_count)],
        })),
      },
      {
        title: t("stageTime.standing"),
        headings: [t("stage"), t("stageTime.median"), t("deals")],
        rows: report.stages.map((stage) => ({
          key: stage.stage,
          label: stageName(stage.stage),
          tone: stage.stage,
          href: dealsLink(words, { stage: stage.stage, outcome: "open" }),
          cells: [duration(stage.open_median_seconds), format.number(stage.open_count)],
        })),
      },
    ],
  };
}
