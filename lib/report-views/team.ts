import { paths } from "@/lib/paths";
import type { ReportRow, ReportView } from "@/lib/report-types";
import { between, most, NONE, segment, type ReportWords } from "@/lib/report-views/words";
import type { ActivityReport, FirstResponseReport } from "@/services/report";

const CHANNELS = ["call", "email", "whatsapp", "meeting", "note", "task"] as const;

export function activityView(report: ActivityReport, words: ReportWords): ReportView {
  const { t, format, typeName } = words;
  const channels = CHANNELS.filter((type) => report.by_type[type]);
  const busiest = most(report.people.map(({ count }) => count));
  const highest = most(report.days.map(({ count }) => count));
  const best = report.people.find(({ user_id: id }) => id !== null);
  return {
    isEmpty: report.count === 0,
    figures: [
      { label: t("activity.total"), value: format.number(report.count) },
      { label: t("activity.busiest"), value: best?.full_name ?? NONE, note: best && t("activity.entries", { count: best.count }) },
    ],
    chart: {
      title: t("activity.byDay"),
      legend: [{ tone: "primary", label: t("activity.total") }],
      columns: everyDay(report).map(({ day, count }) => ({
        key: day,
        label: format.date(day, "short"),
        title: `${format.date(day, "weekday")}: ${t("activity.entries", { count })}`,
        segments: [segment("primary", count, highest)],
      })),
    },
    tables: [
      {
        title: t("activity.byPerson"),
        headings: [t("person"), ...channels.map(typeName), t("total")],
        rows: report.people.map<ReportRow>((person) => ({
          key: person.user_id ?? "",
          label: person.full_name ?? t("activity.nobody"),
          bar: [segment("primary", person.count, busiest)],
          cells: [...channels.map((type) => format.number(person.by_type[type] ?? 0)), format.number(person.count)],
        })),
      },
    ],
  };
}

/** With the days on which nothing happened. */
function everyDay({ since, until, days }: ActivityReport): ActivityReport["days"] {
  const counts = new Map(days.map(({ day, count }) => [day, count]));
  const last = new Date(`${until ?? days.at(-1)?.day ?? since}T00:00:00Z`);
  const all: ActivityReport["days"] = [];
  for (const day = new Date(`${since ?? days[0]?.day}T00:00:00Z`); day <= last; day.setUTCDate(day.getUTCDate() + 1)) {
    const key = day.toISOString().slice(0, 10);
    all.push({ day: key, count: counts.get(key) ?? 0 });
  }
  return all;
}

export function firstResponseView(report: FirstResponseReport, words: ReportWords): ReportView {
  const { t, format, duration } = words;
  const created = between(report);
  const highest = most(report.buckets.map(({ count }) => count));
  const within = (seconds: number) =>
    report.buckets.reduce((sum, bucket) => (bucket.within_seconds && bucket.within_seconds <= seconds ? sum + bucket.count : sum), 0);
  const clientsLink = (ownerId: string | null) => paths.clients({ created, owner_id: ownerId });
  return {
    isEmpty: report.count === 0,
    figures: [
      { label: t("response.new"), value: format.number(report.count), href: clientsLink(words.ownerId) },
      {
        label: t("response.median"),
        value: duration(report.median_seconds),
        note: report.p90_seconds === null ? undefined : t("response.p90", { time: duration(report.p90_seconds) }),
      },
      { label: t("response.sameDay"), value: report.count ? format.percent(within(86_400) / report.count) : NONE },
      { label: t("response.waiting"), value: format.number(report.count - report.answered_count), note: t("response.waitingNote") },
    ],
    tables: [
      {
        title: t("response.howFast"),
        headings: [t("response.within"), t("clients"), t("share")],
        note: t("response.note"),
        rows: [
          ...report.buckets.map<ReportRow>(({ within_seconds: seconds, count }) => ({
            key: String(seconds),
            label: seconds === null ? t("response.later") : t("response.upTo", { time: duration(seconds) }),
            bar: [segment("primary", count, highest)],
            cells: [format.number(count), format.percent(report.count ? count / report.count : 0)],
          })),
          waiting(report, words, highest),
        ],
      },
      {
        title: t("response.byOwner"),
        headings: [t("person"), t("clients"), t("response.answered"), t("response.median")],
        rows: report.people.map<ReportRow>((person) => ({
          key: person.owner_id ?? "",
          label: person.owner_name ?? t("nobody"),
          href: clientsLink(person.owner_id ?? "none"),
          cells: [format.number(person.count), format.number(person.answered_count), duration(person.median_seconds)],
        })),
      },
    ],
  };
}

function waiting(report: FirstResponseReport, { t, format }: ReportWords, highest: number): ReportRow {
  const count = report.count - report.answered_count;
  return {
    key: "waiting",
    label: t("response.waiting"),
    bar: [segment("quiet", Math.min(count, highest), highest)],
    cells: [format.number(count), format.percent(report.count ? count / report.count : 0)],
  };
}
