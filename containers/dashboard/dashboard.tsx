"use client";

import { useTranslations } from "next-intl";
import dynamic from "next/dynamic";

import { ErrorState } from "@/components/common/error-state";
import { PageHeader } from "@/components/common/page-header";
import { AttentionList } from "@/components/dashboard/attention-list";
import { FiguresSkeleton, RowsSkeleton } from "@/components/dashboard/dashboard-skeleton";
import { Figures } from "@/components/dashboard/figures";
import { Section } from "@/components/dashboard/section";
import { StageBars } from "@/components/dashboard/stage-bars";
import { GettingStarted } from "@/containers/dashboard/getting-started";
import { TeamTimeline } from "@/containers/dashboard/team-timeline";
import { useDashboard } from "@/hooks/use-dashboard";
import { useOrgContext } from "@/hooks/use-org-context";
import { useTimeZone } from "@/hooks/use-time-zone";
import { Link } from "@/i18n/navigation";
import { hourOf } from "@/lib/calendar-day";
import { paths } from "@/lib/paths";

const MyTasks = dynamic(() => import("@/containers/task/my-tasks").then((module) => module.MyTasks), {
  ssr: false,
  loading: () => <RowsSkeleton rows={4} />,
});

export function Dashboard() {
  const t = useTranslations("dashboard");
  const { user, currency, can } = useOrgContext();
  const timeZone = useTimeZone();
  const { now, metrics, attention } = useDashboard();
  const attentionCount = attention.data?.total ?? 0;
  const firstName = user.full_name.trim().split(/\s+/)[0] ?? user.full_name;
  return (
    <>
      <PageHeader title={t("greeting", { name: firstName, part: partOfDay(now, timeZone) })} />
      <div className="w-full max-w-7xl space-y-4 p-4 md:p-6">
        <GettingStarted />
        {metrics.isError && !metrics.data && <ErrorState error={metrics.error} onRetry={() => void metrics.refetch()} compact />}
        {metrics.data ? <Figures metrics={metrics.data} currency={currency} /> : !metrics.isError && <FiguresSkeleton />}
        <div className="grid gap-4 lg:grid-cols-2">
          {can("task:read") && (
            <Section
              id="my-tasks"
              title={t("tasks.title")}
              aside={
                <Link href={paths.tasks()} className="text-xs text-primary-text underline-offset-4 hover:underline">
                  {t("tasks.all")}
                </Link>
              }
            >
              <MyTasks />
            </Section>
          )}
          <Section
            id="needs-attention"
            title={t("attention.title")}
            aside={
              attentionCount > 0 && (
                <span className="tabular text-xs text-muted-foreground">{t("attention.count", { count: attentionCount })}</span>
              )
            }
          >
            {attention.isError && !attention.data && (
              <ErrorState error={attention.error} onRetry={() => void attention.refetch()} compact />
            )}
            {attention.data ? <AttentionList items={attention.data.items} now={now} /> : !attention.isError && <RowsSkeleton rows={4} />}
          </Section>
          <Section
            id="by-stage"
            title={t("byStage")}
            aside={
              <Link href={paths.pipeline()} className="text-xs text-primary-text underline-offset-4 hover:underline">
                {t("openBoard")}
              </Link>
            }
          >
            {metrics.data ? <StageBars metrics={metrics.data} currency={currency} /> : <RowsSkeleton rows={4} />}
          </Section>
          <Section id="team-timeline" title={t("latest.title")}>
            <TeamTimeline />
          </Section>
        </div>
      </div>
    </>
  );
}

function partOfDay(now: Date, timeZone?: string): "morning" | "afternoon" | "evening" {
  const hour = hourOf(now, timeZone);
  return hour >= 5 && hour < 12 ? "morning" : hour >= 12 && hour < 18 ? "afternoon" : "evening";
}
