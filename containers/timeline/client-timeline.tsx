"use client";

import { useTranslations } from "next-intl";
import dynamic from "next/dynamic";
import { parseAsStringLiteral, useQueryState } from "nuqs";
import { type RefObject, useEffect } from "react";

import { ErrorState } from "@/components/common/error-state";
import { LoadingRegion } from "@/components/common/loading-region";
import { type ComposerHandle, TimelineComposer } from "@/components/timeline/timeline-composer";
import { TimelineEmpty } from "@/components/timeline/timeline-empty";
import { TimelineSkeleton } from "@/components/timeline/timeline-skeleton";
import { FILTER_TYPES, TypeFilter } from "@/components/timeline/type-filter";
import { Button } from "@/components/ui/button";
import { useErrorMessage } from "@/hooks/use-error-message";
import { useErrorToast } from "@/hooks/use-error-toast";
import { useOrgContext } from "@/hooks/use-org-context";
import { isPendingEntry, timelineKeys, useTimeline, useTimelineActions } from "@/hooks/use-timeline";
import { useUndoToast } from "@/hooks/use-undo-toast";
import { Link } from "@/i18n/navigation";
import { ApiError } from "@/lib/api-error";
import { flatten } from "@/lib/cached-pages";
import { paths } from "@/lib/paths";
import type { TimelineEntry } from "@/services/timeline";

const loadWindow = () => import("@/components/timeline/timeline-window");
const TimelineWindow = dynamic(() => loadWindow().then((module) => module.TimelineWindow), { ssr: false, loading: EntriesSkeleton });

export interface ClientTimelineProps {
  clientId: string;
  composer: RefObject<ComposerHandle>;
  /** Absent when the role doesn't allow it. */
  onCreateDeal?: () => void;
}

/** Everything that happened with one client, and where more is written down. */
export function ClientTimeline({ clientId, composer, onCreateDeal }: ClientTimelineProps) {
  const t = useTranslations("timeline");
  const { organizationId, can } = useOrgContext();
  const [type, setType] = useQueryState("type", parseAsStringLiteral(FILTER_TYPES).withOptions({ history: "replace" }));
  const list = useTimeline({ client_id: clientId, type });
  const { create, update, remove } = useTimelineActions();
  const toMessage = useErrorMessage();
  const showError = useErrorToast();
  const showUndo = useUndoToast();
  const entries = flatten(list.data);
  const canWrite = can("timeline:write");
  // Its code comes while the entries are on their way.
  useEffect(() => void loadWindow().catch(() => undefined), []);

  const attempt = async (action: Promise<unknown>) => {
    try {
      await action;
      return null;
    } catch (error) {
      if (error instanceof ApiError && error.code === "version_stale") void list.refetch();
      return error instanceof ApiError && error.code === "version_stale" ? t("stale") : toMessage(error);
    }
  };
  const handleDelete = (entry: TimelineEntry) =>
    remove.mutate(entry, {
      onSuccess: ({ commandId }) => showUndo({ message: t("deleted"), commandId, invalidate: [timelineKeys.all(organizationId)] }),
      onError: showError,
    });
  // What the product noted when the client was created is no activity yet.
  const isQuiet = type === null && !list.hasNextPage && entries.every((entry) => entry.type === "system");

  return (
    <>
      <h2 className="sr-only">{t("title")}</h2>
      <div className="shrink-0 border-b px-4 pb-1 pt-3 md:px-6">
        <div className="mx-auto max-w-3xl">
          {canWrite && (
            <TimelineComposer
              ref={composer}
              onSubmit={(draft) => attempt(create.mutateAsync({ ...draft, client_id: clientId, deal_id: null }))}
            />
          )}
          <div className="pt-1.5">
            <TypeFilter value={type} onChange={(next) => void setType(next)} />
          </div>
        </div>
      </div>
      {list.isPending ? (
        <EntriesSkeleton />
      ) : list.isError && !list.data ? (
        <ErrorState error={list.error} onRetry={() => void list.refetch()} />
      ) : entries.length === 0 && type ? (
        <div className="px-6 py-12 text-center">
          <p className="text-sm text-muted-foreground">{t("filteredEmpty")}</p>
          <Button variant="link" onClick={() => void setType(null)}>
            {t("showAll")}
          </Button>
        </div>
      ) : (
        <TimelineWindow
          entries={entries}
          label={t("title")}
          hasMore={list.hasNextPage}
          isLoadingMore={list.isFetchingNextPage}
          onLoadMore={() => void list.fetchNextPage()}
          isPending={isPendingEntry}
          onEdit={canWrite ? (entry, content) => attempt(update.mutateAsync({ entry, content })) : undefined}
          onDelete={canWrite ? handleDelete : undefined}
          renderDeal={(dealId, title) => (
            <Link href={paths.deal(dealId)} prefetch={false} className="font-medium text-foreground underline-offset-4 hover:underline">
              {title}
            </Link>
          )}
          footer={
            isQuiet &&
            canWrite && (
              <TimelineEmpty
                onNote={() => composer.current?.open("note")}
                onCall={() => composer.current?.open("call")}
                onDeal={onCreateDeal}
              />
            )
          }
        />
      )}
    </>
  );
}

function EntriesSkeleton() {
  return (
    <LoadingRegion className="px-4 pt-5 md:px-6">
      <TimelineSkeleton />
    </LoadingRegion>
  );
}
