"use client";

import { CopyCheck } from "lucide-react";
import { useTranslations } from "next-intl";
import dynamic from "next/dynamic";
import { useQueryState } from "nuqs";

import { DuplicatePair } from "@/components/client/duplicate-pair";
import { EmptyState } from "@/components/common/empty-state";
import { ErrorState } from "@/components/common/error-state";
import { LoadingRegion } from "@/components/common/loading-region";
import { PageHeader } from "@/components/common/page-header";
import { Button } from "@/components/ui/button";
import { Skeleton } from "@/components/ui/skeleton";
import { useBreadcrumb } from "@/hooks/use-breadcrumb";
import { useLiveClients } from "@/hooks/use-client";
import { useDuplicates } from "@/hooks/use-client-merge";
import { useOrgContext } from "@/hooks/use-org-context";
import { Link } from "@/i18n/navigation";
import { flatten } from "@/lib/cached-pages";
import { paths } from "@/lib/paths";

const MergeDialog = dynamic(() => import("@/containers/client/merge-dialog").then((module) => module.MergeDialog), { ssr: false });
const ID = /^[0-9a-f-]{36}$/;

export function DuplicateList() {
  const t = useTranslations("client.duplicates");
  const { can } = useOrgContext();
  const list = useDuplicates();
  const [pair, setPair] = useQueryState("pair", { history: "push" });
  useBreadcrumb(t("title"));
  useLiveClients();
  const pairs = flatten(list.data);
  const total = list.data?.pages[0]?.total ?? 0;
  const [one = "", other = ""] = pair?.split("_") ?? [];

  return (
    <div className="flex min-h-0 flex-1 flex-col">
      <PageHeader title={t("title")} description={list.isSuccess ? t("total", { count: total }) : " "} />
      <div className="scrollbar-thin min-h-0 flex-1 overflow-y-auto p-4 md:p-6">
        {list.isPending ? (
          <LoadingRegion className="mx-auto max-w-3xl space-y-3">
            <Skeleton className="h-32" />
            <Skeleton className="h-32" />
          </LoadingRegion>
        ) : list.isError && !list.data ? (
          <ErrorState error={list.error} onRetry={() => void list.refetch()} />
        ) : pairs.length === 0 ? (
          <EmptyState
            icon={CopyCheck}
            title={t("empty.title")}
            description={t("empty.text")}
            action={
              <Button asChild variant="outline">
                <Link href={paths.clients()}>{t("empty.back")}</Link>
              </Button>
            }
          />
        ) : (
          <ul className="mx-auto max-w-3xl space-y-3">
            {pairs.map((item) => {
              const key = item.clients.map((client) => client.id).join("_");
              return <DuplicatePair key={key} pair={item} onCompare={can("client:delete") ? () => void setPair(key) : undefined} />;
            })}
          </ul>
        )}
        {list.hasNextPage && (
          <div className="flex justify-center pt-4">
            <Button variant="outline" loading={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
              {t("more")}
            </Button>
          </div>
        )}
      </div>
      {ID.test(one) && ID.test(other) && one !== other && can("client:delete") && (
        <MergeDialog key={pair} clientIds={[one, other]} onClose={() => void setPair(null)} />
      )}
    </div>
  );
}
