"use client";

import { Download, ScrollText, SearchX } from "lucide-react";
import { useTranslations } from "next-intl";
import dynamic from "next/dynamic";
import { useMemo } from "react";

import { AuditRow } from "@/components/audit/audit-row";
import { EmptyState } from "@/components/common/empty-state";
import { ErrorState } from "@/components/common/error-state";
import { LoadingRegion } from "@/components/common/loading-region";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { Skeleton } from "@/components/ui/skeleton";
import { useAuditExport, useAuditLog } from "@/hooks/use-audit";
import { useAuditFilters } from "@/hooks/use-audit-filters";
import { useFormat } from "@/hooks/use-format";
import { useMembers } from "@/hooks/use-member";
import { useOrgContext } from "@/hooks/use-org-context";
import { flatten } from "@/lib/cached-pages";
import { toast } from "@/lib/toast";
import type { AuditEntry } from "@/services/audit";

const ChainBadge = dynamic(() => import("@/containers/audit/chain-badge").then((module) => module.ChainBadge), {
  ssr: false,
  loading: () => <Skeleton className="h-7 w-36" />,
});
const AuditFilterBar = dynamic(() => import("@/components/audit/audit-filter-bar").then((module) => module.AuditFilterBar), {
  ssr: false,
  loading: () => <Skeleton className="h-9" />,
});

const SKELETON_ROWS = 6;

export function AuditLog() {
  const t = useTranslations("audit");
  const { user, can, isPersonal } = useOrgContext();
  const { filters, query, isFiltered, setFilters, clear } = useAuditFilters();
  const list = useAuditLog(query);
  const members = useMembers();
  const exporting = useAuditExport(`${t("fileName")}.csv`);
  const format = useFormat();
  const people = useMemo(() => (isPersonal ? [] : (members.data ?? [])), [isPersonal, members.data]);
  const names = useMemo(
    () => new Map([[user.id, user.full_name], ...people.map((person) => [person.user_id, person.full_name] as const)]),
    [people, user],
  );
  const entries = flatten(list.data);
  const days = useMemo(() => byDay(entries, (entry) => format.date(entry.created_at, "weekday")), [entries, format]);
  return (
    <>
      <div className="flex flex-wrap items-center justify-between gap-2">
        <ChainBadge />
        {can("audit:export") && (
          <Button
            variant="outline"
            loading={exporting.isPending}
            onClick={() => exporting.mutate(query, { onSuccess: () => toast.success(t("exported")) })}
          >
            <Download aria-hidden />
            {t("export")}
          </Button>
        )}
      </div>
      <AuditFilterBar filters={filters} people={people} onChange={setFilters} onClear={clear} />
      {list.isError ? (
        <ErrorState error={list.error} onRetry={() => void list.refetch()} />
      ) : !list.data ? (
        <LoadingSkeleton />
      ) : entries.length === 0 ? (
        <Card>
          {isFiltered ? (
            <EmptyState
              icon={SearchX}
              title={t("noMatch.title")}
              description={t("noMatch.description")}
              action={
                <Button variant="outline" onClick={clear}>
                  {t("filters.clear")}
                </Button>
              }
            />
          ) : (
            <EmptyState icon={ScrollText} title={t("empty.title")} description={t("empty.description")} />
          )}
        </Card>
      ) : (
        <div aria-busy={list.isPlaceholderData} className={list.isPlaceholderData ? "space-y-4 opacity-60" : "space-y-4"}>
          {days.map(([day, ofDay]) => (
            <section key={day} aria-label={day}>
              <h2 className="pb-2 text-xs font-medium text-muted-foreground">{day}</h2>
              <Card className="overflow-hidden">
                <ul className="divide-y">
                  {ofDay.map((entry) => (
                    <AuditRow key={entry.id} entry={entry} names={names} onFilter={setFilters} />
                  ))}
                </ul>
              </Card>
            </section>
          ))}
          {list.hasNextPage && (
            <Button variant="outline" className="w-full" loading={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
              {t("loadMore")}
            </Button>
          )}
        </div>
      )}
    </>
  );
}

function LoadingSkeleton() {
  return (
    <LoadingRegion>
      <Card className="divide-y">
        {Array.from({ length: SKELETON_ROWS }, (_, row) => (
          <div key={row} className="flex gap-3 px-4 py-3">
            <Skeleton className="size-6 rounded-full" />
            <div className="flex-1 space-y-2">
              <Skeleton className="h-4 w-2/3" />
              <Skeleton className="h-3 w-1/3" />
            </div>
          </div>
        ))}
      </Card>
    </LoadingRegion>
  );
}

/** Entries under the name of their day, in the order they came. */
function byDay(entries: AuditEntry[], dayOf: (entry: AuditEntry) => string): [string, AuditEntry[]][] {
  const days = new Map<string, AuditEntry[]>();
  for (const entry of entries) {
    const day = dayOf(entry);
    const known = days.get(day);
    if (known) known.push(entry);
    else days.set(day, [entry]);
  }
  return [...days];
}
