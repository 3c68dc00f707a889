"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useCallback } from "react";

import { findDeal, patchDeal, putDeal, removeDeal } from "@/lib/board-cache";
import type { Deal } from "@/lib/board-types";
import { matches, needsServer } from "@/lib/board-events";
import { useErrorMessage } from "@/hooks/use-error-message";
import { useLiveEvents } from "@/hooks/use-live";
import { useOrgContext } from "@/hooks/use-org-context";
import { changeBoards, findCachedDeal, pipelineKeys } from "@/hooks/use-pipeline";
import { useUndoToast } from "@/hooks/use-undo-toast";
import { ApiError } from "@/lib/api-error";
import { toast } from "@/lib/toast";
import { dealService, type DealCreate, type DealUpdate } from "@/services/deal";

export const dealKeys = {
  one: (organizationId: string, dealId: string) => ["deal", organizationId, dealId] as const,
  detail: (organizationId: string, dealId: string) => ["deal", organizationId, dealId, "detail"] as const,
  history: (organizationId: string, dealId: string) => ["deal", organizationId, dealId, "history"] as const,
};

/** One deal; what the board knows of it shows until the answer is there. */
export function useDeal(dealId: string) {
  const { organizationId } = useOrgContext();
  const queryClient = useQueryClient();
  return useQuery<Deal>({
    queryKey: dealKeys.detail(organizationId, dealId),
    queryFn: ({ signal }) => dealService.getDeal(dealId, signal),
    placeholderData: () => findCachedDeal(queryClient, organizationId, dealId) ?? undefined,
  });
}

export function useDealHistory(dealId: string) {
  const { organizationId } = useOrgContext();
  return useQuery({
    queryKey: dealKeys.history(organizationId, dealId),
    queryFn: ({ signal }) => dealService.getHistory(dealId, signal),
  });
}

export function useCreateDeal() {
  const { organizationId } = useOrgContext();
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: ({ idempotencyKey, ...deal }: DealCreate & { idempotencyKey?: string }) => dealService.createDeal(deal, idempotencyKey),
    onSuccess: ({ data }) => {
      changeBoards(queryClient, organizationId, (board, filters) =>
        !needsServer(filters) && matches(data, filters) ? putDeal(board, data) : board,
      );
      void queryClient.invalidateQueries({ queryKey: pipelineKeys.boards(organizationId), refetchType: "none" });
      void queryClient.invalidateQueries({ queryKey: pipelineKeys.allMetrics(organizationId) });
      void queryClient.invalidateQueries({ queryKey: ["timeline", organizationId] });
      void queryClient.invalidateQueries({ queryKey: ["deal", organizationId, "list"] });
    },
  });
}

export type DealChanges = Omit<DealUpdate, "version">;

/**
 * Save fields one by one while they show at once. A colleague's edit of other fields merges silently; of the same
 * field, theirs stays and a sentence says so.
 */
export function useUpdateDeal(deal: Deal | undefined) {
  const t = useTranslations("deal");
  const { organizationId } = useOrgContext();
  const queryClient = useQueryClient();
  const showUndo = useUndoToast();
  const toMessage = useErrorMessage();
  const show = useCallback(
    (changed: Deal) => {
      queryClient.setQueryData(dealKeys.detail(organizationId, changed.id), changed);
      changeBoards(queryClient, organizationId, (board) => patchDeal(board, changed.id, changed));
    },
    [queryClient, organizationId],
  );

  return useCallback(
    async (changes: DealChanges): Promise<boolean> => {
      if (!deal) return false;
      const before = queryClient.getQueryData<Deal>(dealKeys.detail(organizationId, deal.id)) ?? deal;
      await queryClient.cancelQueries({ queryKey: dealKeys.detail(organizationId, deal.id) });
      const custom_fields = { ...before.custom_fields, ...changes.custom_fields };
      show({ ...before, ...(changes as Partial<Deal>), custom_fields });
      try {
        const { data, commandId } = await saveMerging(before, changes);
        show(data);
        void queryClient.invalidateQueries({ queryKey: pipelineKeys.all(organizationId), refetchType: "none" });
        if (changes.tags) void queryClient.invalidateQueries({ queryKey: ["tag", organizationId] });
        showUndo({
          message: t("saved"),
          commandId,
          invalidate: [dealKeys.one(organizationId, deal.id), pipelineKeys.all(organizationId)],
          onUndo: () => show({ ...before, version: data.version }),
        });
        return true;
      } catch (error) {
        const current = error instanceof ApiError ? (error.extra.current as Deal | undefined) : undefined;
        show(current ?? before);
        toast.error(current ? t("editedMeanwhile") : t("notSaved"), { description: current ? undefined : toMessage(error) });
        return false;
      }
    },
    [deal, organizationId, queryClient, show, showUndo, t, toMessage],
  );
}

async function saveMerging(before: Deal, changes: DealChanges) {
  try {
    return await dealService.updateDeal(before.id, { ...changes, version: before.version });
  } catch (error) {
    const current = error instanceof ApiError && error.code === "version_stale" ? (error.extra.current as Deal | undefined) : undefined;
    const untouched =
      current && (Object.keys(changes) as (keyof Deal)[]).every((name) => JSON.stringify(current[name]) === JSON.stringify(before[name]));
    if (!current || !untouched) throw error;
    return dealService.updateDeal(before.id, { ...changes, version: current.version });
  }
}

/** Delete with Undo: the card leaves the board at once and comes back when refused. */
export function useDeleteDeal() {
  const t = useTranslations("deal");
  const { organizationId } = useOrgContext();
  const queryClient = useQueryClient();
  const showUndo = useUndoToast();
  const toMessage = useErrorMessage();
  return useCallback(
    async (deal: Deal): Promise<void> => {
      const holders = new Set<object>();
      changeBoards(queryClient, organizationId, (board, filters) => {
        if (findDeal(board, deal.id)) holders.add(filters);
        return removeDeal(board, deal.id);
      });
      const putBack = (card: Deal) =>
        changeBoards(queryClient, organizationId, (board, filters) =>
          holders.has(filters) ? putDeal(board, card, { keepAtEdge: true }) : board,
        );
      try {
        const { commandId } = await dealService.deleteDeal(deal.id);
        queryClient.removeQueries({ queryKey: dealKeys.one(organizationId, deal.id) });
        void queryClient.invalidateQueries({ queryKey: pipelineKeys.allMetrics(organizationId) });
        void queryClient.invalidateQueries({ queryKey: ["timeline", organizationId] });
        showUndo({
          message: t("deleted", { title: deal.title }),
          commandId,
          invalidate: [pipelineKeys.all(organizationId), ["timeline", organizationId]],
          onUndo: () => putBack({ ...deal, version: deal.version + 1 }),
        });
      } catch (error) {
        putBack(deal);
        toast.error(t("notDeleted", { title: deal.title }), { description: toMessage(error) });
      }
    },
    [organizationId, queryClient, showUndo, t, toMessage],
  );
}

/** Follow what colleagues do to the deal on screen. */
export function useLiveDeal(dealId: string): void {
  const { organizationId } = useOrgContext();
  const queryClient = useQueryClient();
  useLiveEvents((event) => {
    const queryKey = dealKeys.detail(organizationId, dealId);
    if (event.type.startsWith("task.") && event.data.deal_id === dealId) void queryClient.invalidateQueries({ queryKey });
    if (event.entity_id !== dealId || !event.type.startsWith("deal.")) return;
    const known = queryClient.getQueryData<Deal>(queryKey);
    if (known && known.version >= event.version) return;
    const deal = event.data.deal as Deal | undefined;
    if (deal) queryClient.setQueryData(queryKey, deal);
    else void queryClient.invalidateQueries({ queryKey });
    void queryClient.invalidateQueries({ queryKey: dealKeys.history(organizationId, dealId) });
  });
}
