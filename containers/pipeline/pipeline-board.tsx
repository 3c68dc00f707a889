"use client";

import { useTranslations } from "next-intl";
import dynamic from "next/dynamic";
import { useCallback, useEffect, useState } from "react";

import { ErrorState } from "@/components/common/error-state";
import { PageHeader } from "@/components/common/page-header";
import { Board } from "@/components/pipeline/board";
import { BoardSkeleton } from "@/components/pipeline/board-skeleton";
import { NewDealButton } from "@/components/pipeline/new-deal-button";
import { loadParts as loadMenu } from "@/components/ui/dropdown-menu";
import { useBoardKeys } from "@/hooks/use-board-keys";
import { useBoardLive } from "@/hooks/use-board-live";
import { useBoardMoves } from "@/hooks/use-board-moves";
import { useIdle } from "@/hooks/use-idle";
import { useNow } from "@/hooks/use-now";
import { useOrgContext } from "@/hooks/use-org-context";
import { useBoard, useMoreCards } from "@/hooks/use-pipeline";
import { usePatience } from "@/hooks/use-pipeline-settings";
import { usePipelineUrl } from "@/hooks/use-pipeline-url";
import { useShortcut } from "@/hooks/use-shortcut";
import { hasFilters } from "@/lib/board-events";
import { paths } from "@/lib/paths";
import type { OpenStage } from "@/lib/stages";

const loadPanel = () => import("@/containers/deal/deal-panel");
const loadQuestions = () => import("@/containers/pipeline/move-questions");
const EmptyBoard = dynamic(() => import("@/components/pipeline/empty-board").then((module) => module.EmptyBoard), { ssr: false });
const GettingStarted = dynamic(() => import("@/containers/dashboard/getting-started").then((module) => module.GettingStarted), {
  ssr: false,
});
const DealPanel = dynamic(() => loadPanel().then((module) => module.DealPanel), { ssr: false });
const CreateDeal = dynamic(() => import("@/containers/deal/create-deal").then((module) => module.CreateDeal), { ssr: false });
const QuickAdd = dynamic(() => import("@/containers/pipeline/quick-add").then((module) => module.QuickAdd), { ssr: false });
const PipelineFilters = dynamic(() => import("@/containers/pipeline/pipeline-filters").then((module) => module.PipelineFilters), {
  ssr: false,
  // As high as the row: its targets grow for a finger.
  loading: () => <div aria-hidden className="h-9 max-md:h-12 coarse:h-12" />,
});
const MoveQuestions = dynamic(() => loadQuestions().then((module) => module.MoveQuestions), { ssr: false });
/** What a card opens: fetched once its board stands still, so that the first click is instant and works offline. */
const CARD_PARTS = [loadMenu, loadPanel, loadQuestions];

export function PipelineBoard() {
  const t = useTranslations("pipeline");
  const { can, locale, currency } = useOrgContext();
  const url = usePipelineUrl();
  const now = useNow();
  const patience = usePatience();
  const { data: board, error, isError, refetch } = useBoard(url.filters);
  const { loadMore, loading } = useMoreCards(url.filters);
  const moves = useBoardMoves(url.filters);
  const [news, setNews] = useState("");
  const movers = useBoardLive(url.filters, moves.pendingIds, setNews);
  const [addingTo, setAddingTo] = useState<OpenStage | null>(null);
  const canWrite = can("deal:write");
  useBoardKeys(canWrite);
  useShortcut("c", t("newDeal"), url.startCreating, { enabled: canWrite, group: t("title") });

  const isSettled = useIdle() && board !== undefined;
  useEffect(() => {
    if (isSettled) for (const load of CARD_PARTS) void load().catch(() => undefined);
  }, [isSettled]);

  const hrefOf = useCallback((dealId: string) => `/${locale}${paths.deal(dealId)}`, [locale]);
  const isEmpty = board?.columns.every((column) => column.count === 0) ?? false;
  const isFiltered = hasFilters(url.filters);

  return (
    <div className="flex min-h-0 flex-1 flex-col">
      <PageHeader title={t("title")} actions={canWrite && <NewDealButton onClick={url.startCreating} />}>
        {(!isEmpty || isFiltered) && <PipelineFilters url={url} />}
      </PageHeader>
      <div className="flex min-h-0 flex-1 flex-col pt-3">
        {isError && !board && <ErrorState error={error} onRetry={() => void refetch()} />}
        {!isError && !board && <BoardSkeleton />}
        {isEmpty && !isFiltered && <GettingStarted className="mx-4 md:mx-6" />}
        {board && isEmpty && !addingTo && (
          <EmptyBoard isFiltered={isFiltered} canWrite={canWrite} onCreate={url.startCreating} onClear={url.clearFilters} />
        )}
        {board && (!isEmpty || addingTo) && (
          <Board
            board={board}
            now={now}
            patience={patience}
            currency={currency}
            canMove={canWrite}
            hrefOf={hrefOf}
            openId={url.dealId}
            pendingIds={moves.pendingIds}
            movers={movers}
            loadingStages={loading}
            news={news}
            onLoadMore={(column) => void loadMore(column)}
            onOpen={url.openDeal}
            onDrop={moves.handleDrop}
            onMoveTo={moves.handleMoveTo}
            onMoveWithin={moves.handleMoveWithin}
            addingTo={addingTo}
            onAdd={setAddingTo}
            quickAdd={
              addingTo && (
                <QuickAdd
                  key={addingTo}
                  stage={addingTo}
                  clientId={url.filters.client_id ?? null}
                  onClose={() => setAddingTo(null)}
                  onCreated={(title) => setNews(t("created", { title }))}
                />
              )
            }
          />
        )}
      </div>
      {moves.question && <MoveQuestions moves={moves} />}
      {url.dealId && <DealPanel dealId={url.dealId} now={now} onClose={url.closeDeal} onMove={moves.handleMoveTo} />}
      {url.isCreating && canWrite && (
        <CreateDeal
          clientId={url.createForClientId}
          onClose={url.stopCreating}
          onCreated={(deal) => setNews(t("created", { title: deal.title }))}
        />
      )}
    </div>
  );
}
