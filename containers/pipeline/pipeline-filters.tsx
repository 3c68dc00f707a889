"use client";

import { useTranslations } from "next-intl";
import dynamic from "next/dynamic";
import { useCallback, useMemo } from "react";

import { BoardFilters } from "@/components/pipeline/board-filters";
import { ClientPicker } from "@/containers/deal/client-picker";
import { Skeleton } from "@/components/ui/skeleton";
import type { ViewState } from "@/containers/view/view-switcher";
import { useClientName } from "@/hooks/use-client-options";
import { useMembers } from "@/hooks/use-member";
import { useOrgContext } from "@/hooks/use-org-context";
import type { usePipelineUrl } from "@/hooks/use-pipeline-url";
import { useTags } from "@/hooks/use-tag";
import { hasFilters } from "@/lib/board-events";
import { DEAL_FILTERS, fromView, toView } from "@/lib/list-filters";
import type { View } from "@/services/view";

const ViewSwitcher = dynamic(() => import("@/containers/view/view-switcher").then((module) => module.ViewSwitcher), {
  ssr: false,
  loading: () => <Skeleton className="h-8 w-24" />,
});
const MoreFilters = dynamic(() => import("@/components/filter/more-filters").then((module) => module.MoreFilters), {
  ssr: false,
  loading: () => <Skeleton className="h-8 w-28" />,
});

export function PipelineFilters({ url }: { url: ReturnType<typeof usePipelineUrl> }) {
  const t = useTranslations("pipeline.filters");
  const { isPersonal, user, currency, locale } = useOrgContext();
  const state = useMemo<ViewState>(() => ({ layout: "board", filters: toView(url.filters), sort: null, grouping: null }), [url.filters]);
  const { showView } = url;
  const handleShow = useCallback(
    (view: View | null) => showView(view?.id ?? null, view ? fromView(view.filters, DEAL_FILTERS) : {}),
    [showView],
  );
  const { data: members = [] } = useMembers();
  const { data: tags = [] } = useTags();
  const { data: client = null } = useClientName(url.filters.client_id ?? null);
  return (
    <BoardFilters
      filters={url.filters}
      owners={members.map((member) => ({ id: member.user_id, name: member.full_name }))}
      myId={user.id}
      tags={tags}
      showOwners={!isPersonal}
      clientField={
        <ClientPicker
          id="filter-client"
          label={t("client")}
          value={client}
          onChange={({ id }) => url.setFilters({ client_id: id })}
          canCreate={false}
          placeholder={t("anyClient")}
          className="h-8 w-auto min-w-32 max-w-44"
        />
      }
      onChange={url.setFilters}
      onClear={url.clearFilters}
      views={
        <ViewSwitcher
          kind="deals"
          viewId={url.viewId}
          state={state}
          isUntouched={!url.viewId && !hasFilters(url.filters) && !url.dealId && !url.isCreating}
          onShow={handleShow}
        />
      }
      more={<MoreFilters kind="deals" values={url.filters} currency={currency} locale={locale} onChange={url.setFilters} />}
    />
  );
}
