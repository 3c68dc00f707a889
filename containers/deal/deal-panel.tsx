"use client";

import { useTranslations } from "next-intl";
import dynamic from "next/dynamic";
import { useRef } from "react";

import { ErrorState } from "@/components/common/error-state";
import { DealFields } from "@/components/deal/deal-fields";
import { DealGone } from "@/components/deal/deal-gone";
import { DealHeader } from "@/components/deal/deal-header";
import { DealPanelSkeleton } from "@/components/deal/deal-panel-skeleton";
import { StageHistory } from "@/components/deal/stage-history";
import { focusCard } from "@/components/pipeline/card-focus";
import { Sheet, SheetContent, SheetDescription, SheetTitle } from "@/components/ui/sheet";
import { Tabs, TabsContent, TabsList, TabsTrigger } from "@/components/ui/tabs";
import { OwnFields } from "@/containers/custom-field/own-fields";
import { DealHealth } from "@/containers/deal/deal-health";
import { DealTimeline } from "@/containers/deal/deal-timeline";
import { useDeal, useDealHistory, useDeleteDeal, useLiveDeal, useUpdateDeal } from "@/hooks/use-deal";
import { useMembers } from "@/hooks/use-member";
import { useOrgContext } from "@/hooks/use-org-context";
import { useTags } from "@/hooks/use-tag";
import { ApiError } from "@/lib/api-error";
import type { Deal } from "@/lib/board-types";
import { paths } from "@/lib/paths";
import type { Stage } from "@/lib/stages";
import { toast } from "@/lib/toast";

const RecordTasks = dynamic(() => import("@/containers/task/record-tasks").then((module) => module.RecordTasks), { ssr: false });

export interface DealPanelProps {
  dealId: string;
  now: Date;
  onClose: () => void;
  onMove: (deal: Deal, stage: Stage) => void;
}

/** One deal beside the board, which stays usable. */
export function DealPanel({ dealId, now, onClose, onMove }: DealPanelProps) {
  const t = useTranslations("deal");
  const { can, isPersonal, locale } = useOrgContext();
  const { data: deal, error, isError, refetch } = useDeal(dealId);
  const { data: history } = useDealHistory(dealId);
  const { data: members = [] } = useMembers();
  const { data: tags = [] } = useTags();
  const updateDeal = useUpdateDeal(deal);
  const deleteDeal = useDeleteDeal();
  useLiveDeal(dealId);
  const content = useRef<HTMLDivElement>(null);
  const readOnly = !can("deal:write");

  const close = () => {
    onClose();
    focusCard(dealId);
  };
  const copyLink = async () => {
    await navigator.clipboard.writeText(`${window.location.origin}/${locale}${paths.deal(dealId)}`);
    toast.success(t("linkCopied"));
  };
  const isGone = isError && error instanceof ApiError && (error.status === 404 || error.status === 422);

  return (
    <Sheet open modal={false} onOpenChange={(isOpen) => !isOpen && close()}>
      <SheetContent
        ref={content}
        withOverlay={false}
        className="max-w-[28rem] gap-3 overflow-y-auto overscroll-contain px-4 py-3 motion-reduce:duration-0 sm:px-5"
        // The first Escape takes back what is being typed; the panel closes with the next.
        onEscapeKeyDown={(event) => {
          if ((event.target as HTMLElement).closest("[data-editing], textarea")) event.preventDefault();
        }}
        onInteractOutside={(event) => event.preventDefault()}
        onOpenAutoFocus={(event) => {
          event.preventDefault();
          content.current?.focus();
        }}
        onCloseAutoFocus={(event) => event.preventDefault()}
        tabIndex={-1}
      >
        <SheetTitle className="sr-only">{deal?.title ?? t("panel")}</SheetTitle>
        <SheetDescription className="sr-only">{t("panelText")}</SheetDescription>
        {isGone && <DealGone onClose={close} />}
        {isError && !isGone && !deal && <ErrorState error={error} onRetry={() => void refetch()} compact />}
        {!deal && !isError && <DealPanelSkeleton />}
        {deal && !isGone && (
          <>
            <DealHeader
              deal={deal}
              now={now}
              readOnly={readOnly}
              canDelete={can("deal:delete")}
              onRename={(title) => void updateDeal({ title })}
              onMove={(stage) => onMove(deal, stage)}
              onCopyLink={() => void copyLink()}
              onDelete={() => {
                onClose();
                void deleteDeal(deal);
              }}
            />
            {deal.stage !== "closed" && <DealHealth key={`${deal.id}-health`} deal={deal} now={now} readOnly={readOnly} />}
            <DealFields
              key={deal.id}
              deal={deal}
              owners={members.map((member) => ({ id: member.user_id, name: member.full_name }))}
              showOwner={!isPersonal}
              tagSuggestions={tags}
              readOnly={readOnly}
              onChange={(changes) => void updateDeal(changes)}
            />
            <OwnFields
              key={`own-${deal.id}`}
              entity="deal"
              values={deal.custom_fields}
              isReadOnly={readOnly}
              columns="grid-cols-[6.5rem_minmax(0,1fr)]"
              onSave={async (changes) => {
                await updateDeal({ custom_fields: changes });
                return null;
              }}
            />
            <section aria-labelledby="deal-tasks" className="border-t pt-3">
              <h3 id="deal-tasks" className="mb-1 text-sm font-semibold">
                {t("tasks")}
              </h3>
              <RecordTasks key={deal.id} clientId={deal.client_id} dealId={deal.id} />
            </section>
            <Tabs defaultValue="timeline" className="min-h-0">
              <TabsList>
                <TabsTrigger value="timeline">{t("tab.timeline")}</TabsTrigger>
                <TabsTrigger value="history">{t("tab.history")}</TabsTrigger>
              </TabsList>
              <TabsContent value="timeline" className="pt-2">
                <DealTimeline dealId={deal.id} clientId={deal.client_id} />
              </TabsContent>
              <TabsContent value="history" className="pt-3">
                {history && <StageHistory visits={history.items} />}
              </TabsContent>
            </Tabs>
          </>
        )}
      </SheetContent>
    </Sheet>
  );
}
