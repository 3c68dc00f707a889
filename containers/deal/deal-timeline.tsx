"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";

import { ErrorState } from "@/components/common/error-state";
import { TimelineComposer } from "@/components/timeline/timeline-composer";
import { TimelineFeed } from "@/components/timeline/timeline-feed";
import { Button } from "@/components/ui/button";
import { Skeleton } from "@/components/ui/skeleton";
import { useErrorMessage } from "@/hooks/use-error-message";
import { useOrgContext } from "@/hooks/use-org-context";
import { useTimeline, useTimelineActions } from "@/hooks/use-timeline";
import { useUndoToast } from "@/hooks/use-undo-toast";
import { Link } from "@/i18n/navigation";
import { paths } from "@/lib/paths";

/** What happened around the deal; the whole client's story is one press away. */
export function DealTimeline({ dealId, clientId }: { dealId: string; clientId: string }) {
  const t = useTranslations("deal.timeline");
  const { can, organizationId } = useOrgContext();
  const toMessage = useErrorMessage();
  const showUndo = useUndoToast();
  const { data, error, isError, isPending, refetch, hasNextPage, fetchNextPage, isFetchingNextPage } = useTimeline({ client_id: clientId });
  const actions = useTimelineActions();
  const [isWholeClient, setWholeClient] = useState(false);
  const canWrite = can("timeline:write");
  const all = data?.pages.flatMap((page) => page.items) ?? [];
  const entries = isWholeClient ? all : all.filter((entry) => entry.deal_id === dealId);

  const attempt = async (action: Promise<unknown>): Promise<string | null> => {
    try {
      await action;
      return null;
    } catch (reason) {
      return toMessage(reason);
    }
  };

  return (
    <div className="space-y-3">
      {canWrite && (
        <TimelineComposer onSubmit={(draft) => attempt(actions.create.mutateAsync({ ...draft, client_id: clientId, deal_id: dealId }))} />
      )}
      <div role="group" aria-label={t("scope")} className="flex gap-1">
        {[false, true].map((whole) => (
          <Button
            key={String(whole)}
            size="sm"
            variant={whole === isWholeClient ? "secondary" : "ghost"}
            aria-pressed={whole === isWholeClient}
            onClick={() => setWholeClient(whole)}
          >
            {t(whole ? "client" : "deal")}
          </Button>
        ))}
      </div>
      {isPending && [0, 1, 2].map((row) => <Skeleton key={row} className="h-12 w-full" />)}
      {isError && <ErrorState error={error} onRetry={() => void refetch()} compact />}
      {!isPending && !isError && entries.length === 0 && <p className="text-sm text-muted-foreground">{t("empty")}</p>}
      <TimelineFeed
        entries={entries}
        label={t("label")}
        onEdit={canWrite ? (entry, content) => attempt(actions.update.mutateAsync({ entry, content })) : undefined}
        onDelete={
          canWrite
            ? (entry) =>
                actions.remove.mutate(entry, {
                  onSuccess: ({ commandId }) =>
                    showUndo({ message: t("entryDeleted"), commandId, invalidate: [["timeline", organizationId]] }),
                })
            : undefined
        }
      />
      {hasNextPage && (
        <Button variant="outline" size="sm" loading={isFetchingNextPage} onClick={() => void fetchNextPage()}>
          {t("older")}
        </Button>
      )}
      <p>
        <Link href={paths.client(clientId)} className="text-sm text-primary-text underline-offset-4 hover:underline">
          {t("openClient")}
        </Link>
      </p>
    </div>
  );
}
