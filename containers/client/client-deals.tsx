"use client";

import { Plus } from "lucide-react";
import { useTranslations } from "next-intl";

import { DealList } from "@/components/client/deal-list";
import { Section } from "@/components/client/section";
import { ErrorState } from "@/components/common/error-state";
import { LoadingRegion } from "@/components/common/loading-region";
import { Button } from "@/components/ui/button";
import { Skeleton } from "@/components/ui/skeleton";
import { useClientDeals } from "@/hooks/use-client-deals";
import { flatten } from "@/lib/cached-pages";

export interface ClientDealsProps {
  clientId: string;
  /** Absent when the role doesn't allow it. */
  onCreate?: () => void;
  className?: string;
}

export function ClientDeals({ clientId, onCreate, className }: ClientDealsProps) {
  const t = useTranslations("client");
  const list = useClientDeals(clientId);
  const deals = flatten(list.data);
  return (
    <Section
      title={t("deals")}
      className={className}
      action={
        onCreate && (
          <Button variant="ghost" size="sm" className="max-md:h-11" onClick={onCreate}>
            <Plus aria-hidden />
            {t("newDeal")}
          </Button>
        )
      }
    >
      {list.isPending ? (
        <LoadingRegion className="space-y-3">
          <Skeleton className="h-10" />
          <Skeleton className="h-10" />
        </LoadingRegion>
      ) : list.isError ? (
        <ErrorState compact error={list.error} onRetry={() => void list.refetch()} />
      ) : deals.length === 0 ? (
        <p className="text-sm text-muted-foreground">{t("noDeals")}</p>
      ) : (
        <DealList deals={deals} />
      )}
      {list.hasNextPage && (
        <Button variant="link" size="sm" className="px-0" loading={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
          {t("moreDeals")}
        </Button>
      )}
    </Section>
  );
}
