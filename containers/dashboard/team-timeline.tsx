"use client";

import { History } from "lucide-react";
import { useTranslations } from "next-intl";

import { EmptyState } from "@/components/common/empty-state";
import { ErrorState } from "@/components/common/error-state";
import { RowsSkeleton } from "@/components/dashboard/dashboard-skeleton";
import { TimelineFeed } from "@/components/timeline/timeline-feed";
import { Button } from "@/components/ui/button";
import { useTimeline } from "@/hooks/use-timeline";
import { Link } from "@/i18n/navigation";
import { paths } from "@/lib/paths";

const PAGE = 15;
const LINK = "font-medium text-foreground underline-offset-4 hover:underline";

/** What the whole team did last, across clients. */
export function TeamTimeline() {
  const t = useTranslations("dashboard.latest");
  const { data, error, isError, refetch, hasNextPage, fetchNextPage, isFetchingNextPage } = useTimeline({}, PAGE);
  const entries = data?.pages.flatMap((page) => page.items);
  if (isError && !entries) return <ErrorState error={error} onRetry={() => void refetch()} compact />;
  if (!entries) return <RowsSkeleton rows={5} />;
  if (entries.length === 0) return <EmptyState icon={History} title={t("empty")} description={t("emptyText")} compact />;
  return (
    <>
      <TimelineFeed
        entries={entries}
        label={t("title")}
        renderDeal={(dealId, title) => (
          <Link href={paths.deal(dealId)} className={LINK}>
            {title}
          </Link>
        )}
        renderClient={(clientId, name) => (
          <Link href={paths.client(clientId)} className={LINK}>
            {name}
          </Link>
        )}
      />
      {hasNextPage && (
        <Button variant="outline" size="sm" loading={isFetchingNextPage} onClick={() => void fetchNextPage()}>
          {t("older")}
        </Button>
      )}
    </>
  );
}
