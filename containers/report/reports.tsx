"use client";

import { ChartNoAxesColumn } from "lucide-react";
import { useTranslations } from "next-intl";

import { EmptyState } from "@/components/common/empty-state";
import { ErrorState } from "@/components/common/error-state";
import { FilterMenu } from "@/components/common/filter-menu";
import { LoadingRegion } from "@/components/common/loading-region";
import { PageHeader } from "@/components/common/page-header";
import { ReportPanel } from "@/components/report/report-panel";
import { Skeleton } from "@/components/ui/skeleton";
import { Tabs, TabsContent, TabsList, TabsTrigger } from "@/components/ui/tabs";
import { useMembers } from "@/hooks/use-member";
import { useOrgContext } from "@/hooks/use-org-context";
import { useForecast, useReport, useReportChoice } from "@/hooks/use-report";
import { useReportWords } from "@/hooks/use-report-words";
import { REPORT_NAMES, REPORT_PERIODS, type ReportName } from "@/lib/report-types";
import { reportView } from "@/lib/report-views/report-view";
import { forecastView } from "@/lib/report-views/forecast";

export function Reports() {
  const t = useTranslations("report");
  const { name, period, ownerId, choose } = useReportChoice();
  const { user, isPersonal } = useOrgContext();
  const members = useMembers();
  const people = isPersonal ? [] : (members.data ?? []);
  return (
    <>
      <PageHeader title={t("page")} description={t("description")} />
      <Tabs value={name} onValueChange={(report) => void choose({ report: report as ReportName })} className="min-w-0 p-4 md:p-6">
        <TabsList className="scrollbar-thin">
          {REPORT_NAMES.map((report) => (
            <TabsTrigger key={report} value={report}>
              {t(`name.${report}`)}
            </TabsTrigger>
          ))}
        </TabsList>
        <div role="search" aria-label={t("filters")} className="mt-4 flex flex-wrap gap-2">
          {name !== "forecast" && (
            <FilterMenu
              label={t("periodLabel")}
              value={period}
              alwaysNamed
              options={REPORT_PERIODS.map((value) => ({ value, label: t(`period.${value}`) }))}
              onChange={(value) => void choose({ period: value as typeof period })}
            />
          )}
          {people.length > 1 && (
            <FilterMenu
              label={t("person")}
              value={ownerId ?? ""}
              options={[
                { value: "", label: t("everybody") },
                { value: "me", label: t("me") },
                ...people.filter(({ user_id: id }) => id !== user.id).map((one) => ({ value: one.user_id, label: one.full_name })),
              ]}
              onChange={(value) => void choose({ owner_id: value || null })}
            />
          )}
        </div>
        <TabsContent value={name} className="max-w-6xl">
          {name === "forecast" ? <ForecastBody ownerId={ownerId} /> : <ReportBody name={name} period={period} ownerId={ownerId} />}
        </TabsContent>
      </Tabs>
    </>
  );
}

function ReportBody({ name, period, ownerId }: { name: Exclude<ReportName, "forecast">; period: string; ownerId: string | null }) {
  const words = useReportWords(ownerId);
  const { data, error, isPlaceholderData, refetch } = useReport(name, { period, owner_id: ownerId });
  // While another report comes, the one before is of another shape.
  const report = data?.name === name ? data : undefined;
  return (
    <Body
      name={name}
      view={report && reportView(report, words)}
      error={report ? null : error}
      isStale={isPlaceholderData}
      onRetry={() => void refetch()}
    />
  );
}

function ForecastBody({ ownerId }: { ownerId: string | null }) {
  const words = useReportWords(ownerId);
  const { data, error, isPlaceholderData, refetch } = useForecast(ownerId);
  return (
    <Body
      name="forecast"
      view={data && forecastView(data, words)}
      error={data ? null : error}
      isStale={isPlaceholderData}
      onRetry={() => void refetch()}
    />
  );
}

interface BodyProps {
  name: ReportName;
  view: ReturnType<typeof reportView> | undefined;
  error: Error | null;
  isStale: boolean;
  onRetry: () => void;
}

function Body({ name, view, error, isStale, onRetry }: BodyProps) {
  const t = useTranslations("report");
  if (error) return <ErrorState error={error} onRetry={onRetry} />;
  if (!view) return <ReportSkeleton />;
  if (view.isEmpty) {
    return <EmptyState icon={ChartNoAxesColumn} title={t("empty.title")} description={t(`empty.${name}`)} />;
  }
  return <ReportPanel view={view} fileName={t(`name.${name}`)} isStale={isStale} />;
}

function ReportSkeleton() {
  return (
    <LoadingRegion>
      <div className="grid grid-cols-2 gap-3 lg:grid-cols-4">
        {Array.from({ length: 4 }, (_, place) => (
          <Skeleton key={place} className="h-[5.25rem]" />
        ))}
      </div>
      <Skeleton className="mt-4 h-64" />
    </LoadingRegion>
  );
}
