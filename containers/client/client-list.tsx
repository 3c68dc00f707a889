"use client";

import { FileUp, Plus, SearchX, Users } from "lucide-react";
import { useTranslations } from "next-intl";
import dynamic from "next/dynamic";
import { useCallback, useRef } from "react";

import { ClientFilters } from "@/components/client/client-filters";
import { ClientTableSkeleton } from "@/components/client/client-skeleton";
import { ClientTable, type ClientTableHandle } from "@/components/client/client-table";
import { EmptyState } from "@/components/common/empty-state";
import { ErrorState } from "@/components/common/error-state";
import { PageHeader } from "@/components/common/page-header";
import { Button } from "@/components/ui/button";
import { Skeleton } from "@/components/ui/skeleton";
import type { ViewState } from "@/containers/view/view-switcher";
import { useClients, useLiveClients, usePrefetchClient } from "@/hooks/use-client";
import { useClientFilters } from "@/hooks/use-client-filters";
import { useDeleteClientWithUndo } from "@/hooks/use-client-removal";
import { useLocalizedNavigation } from "@/hooks/use-localized-navigation";
import { useMembers } from "@/hooks/use-member";
import { useOrgContext } from "@/hooks/use-org-context";
import { useShortcut } from "@/hooks/use-shortcut";
import { useTags } from "@/hooks/use-tag";
import { Link } from "@/i18n/navigation";
import { flatten } from "@/lib/cached-pages";
import { CLIENT_FILTERS, fromView, toView } from "@/lib/list-filters";
import { paths } from "@/lib/paths";
import type { View } from "@/services/view";

const ViewSwitcher = dynamic(() => import("@/containers/view/view-switcher").then((module) => module.ViewSwitcher), {
  ssr: false,
  loading: () => <Skeleton className="h-8 w-24" />,
});
const MoreFilters = dynamic(() => import("@/components/filter/more-filters").then((module) => module.MoreFilters), {
  ssr: false,
  loading: () => <Skeleton className="h-8 w-28" />,
});

const ClientCreateDialog = dynamic(() => import("@/containers/client/client-create-dialog").then((module) => module.ClientCreateDialog), {
  ssr: false,
});

const DuplicatesLink = dynamic(() => import("@/containers/client/duplicates-link").then((module) => module.DuplicatesLink), { ssr: false });

export function ClientList() {
  const t = useTranslations("client");
  const { user, can, isPersonal, features, currency, locale } = useOrgContext();
  const { push } = useLocalizedNavigation();
  const { filters, isFiltered, setFilters, clear, viewId, showView, isCreating, setCreating } = useClientFilters();
  const { sort, ...values } = filters;
  const state: ViewState = { layout: "table", filters: toView(values), sort, grouping: null };
  const handleShow = useCallback(
    (view: View | null) => showView(view?.id ?? null, view ? { ...fromView(view.filters, CLIENT_FILTERS), sort: view.sort } : {}),
    [showView],
  );
  const list = useClients(filters);
  const members = useMembers();
  const tags = useTags();
  const prefetch = usePrefetchClient();
  const deleteClient = useDeleteClientWithUndo();
  const table = useRef<ClientTableHandle>(null);
  const search = useRef<HTMLInputElement>(null);
  useLiveClients();

  const canWrite = can("client:write");
  const group = t("title");
  useShortcut("c", t("new"), () => setCreating(true), { group, enabled: canWrite });
  useShortcut("j", t("shortcut.next"), () => table.current?.move(1), { group });
  useShortcut("k", t("shortcut.previous"), () => table.current?.move(-1), { group });
  useShortcut("/", t("search"), (event) => (event.preventDefault(), search.current?.focus()), { group });

  const clients = flatten(list.data);
  const total = list.data?.pages[0]?.total ?? 0;
  const actions = canWrite && (
    <>
      <DuplicatesLink />
      {can("import:run") && (
        <Button asChild variant="outline" className="max-md:h-11">
          <Link href={paths.imports()}>
            <FileUp aria-hidden />
            <span className="max-sm:sr-only">{t("importFile")}</span>
          </Link>
        </Button>
      )}
      <Button className="max-md:h-11" onClick={() => setCreating(true)}>
        <Plus aria-hidden />
        {t("new")}
      </Button>
    </>
  );
  const isEmpty = list.isSuccess && clients.length === 0;

  return (
    <div className="flex min-h-0 flex-1 flex-col">
      <PageHeader title={t("title")} description={list.isSuccess ? t("total", { count: total }) : " "} actions={actions}>
        {!(isEmpty && !isFiltered) && (
          <ClientFilters
            filters={filters}
            onChange={setFilters}
            onClear={clear}
            members={members.data ?? []}
            userId={user.id}
            tags={tags.data ?? []}
            showOwner={!isPersonal}
            searchRef={search}
            views={
              <ViewSwitcher
                kind="clients"
                viewId={viewId}
                state={state}
                isUntouched={!viewId && !isFiltered && !isCreating && filters.sort === "name"}
                onShow={handleShow}
              />
            }
            more={<MoreFilters kind="clients" values={values} currency={currency} locale={locale} onChange={setFilters} />}
          />
        )}
      </PageHeader>
      {list.isPending ? (
        <ClientTableSkeleton />
      ) : list.isError && !list.data ? (
        <ErrorState error={list.error} onRetry={() => void list.refetch()} />
      ) : isEmpty && isFiltered ? (
        <EmptyState
          icon={SearchX}
          title={t("noResult.title")}
          description={t("noResult.text")}
          action={
            <Button variant="outline" onClick={clear}>
              {t("filter.clear")}
            </Button>
          }
        />
      ) : isEmpty ? (
        <EmptyState
          icon={Users}
          title={t("empty.title")}
          description={features && !canWrite ? t("readOnly") : t("empty.text")}
          action={
            canWrite && (
              <>
                <Button onClick={() => setCreating(true)}>{t("empty.add")}</Button>
                <Button asChild variant="outline">
                  <Link href={paths.imports()}>{t("importFile")}</Link>
                </Button>
              </>
            )
          }
        />
      ) : (
        <ClientTable
          ref={table}
          clients={clients}
          total={total}
          sort={filters.sort}
          onSort={(sort) => setFilters({ sort })}
          hasMore={list.hasNextPage}
          isLoadingMore={list.isFetchingNextPage}
          onLoadMore={() => void list.fetchNextPage()}
          showOwner={!isPersonal}
          onApproach={(client) => prefetch(client.id)}
          onOpen={(client) => push(paths.client(client.id))}
          onDelete={can("client:delete") ? deleteClient : undefined}
        />
      )}
      {isCreating && canWrite && <ClientCreateDialog onClose={() => setCreating(false)} initialName={filters.query ?? ""} />}
    </div>
  );
}
