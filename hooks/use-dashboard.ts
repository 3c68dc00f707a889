"use client";

import { useQuery } from "@tanstack/react-query";

import { useOrgContext } from "@/hooks/use-org-context";
import { useNow } from "@/hooks/use-now";
import { useMetrics, useBoard } from "@/hooks/use-pipeline";
import { useTimeZone } from "@/hooks/use-time-zone";
import type { Deal } from "@/lib/board-types";
import { attentionReason, daysUntil, type AttentionReason } from "@/lib/stages";
import { clientService } from "@/services/client";
import { dataImportService } from "@/services/data-import";

export const PERIOD_DAYS = 30;
const SHOWN = 6;
const URGENCY: AttentionReason[] = ["overdue", "closing", "quiet", "rotting"];

export function useDashboard() {
  const now = useNow();
  const timeZone = useTimeZone();
  const metrics = useMetrics(PERIOD_DAYS);
  const board = useBoard(EVERYTHING);
  const deals = board.data?.columns.filter((column) => column.stage !== "closed").flatMap((column) => column.items) ?? [];
  const attention = deals
    .flatMap((deal) => {
      const reason = attentionReason(deal, now, timeZone);
      return reason ? [{ deal, reason }] : [];
    })
    .sort((a, b) => URGENCY.indexOf(a.reason) - URGENCY.indexOf(b.reason) || pressing(b.deal, now, timeZone) - pressing(a.deal, now, timeZone));
  return { now, metrics, board, attention: attention.slice(0, SHOWN), attentionCount: attention.length, isPartial: isPartial(board.data) };
}

/** How far a new organization has come; undefined while it isn't known. */
export function useFirstSteps() {
  const { organizationId, can } = useOrgContext();
  const clients = useQuery({
    queryKey: ["client", organizationId, "total"],
    queryFn: async ({ signal }) => (await clientService.listClients({ sort: "-created_at" }, null, 1, signal)).total,
  });
  const imports = useQuery({
    queryKey: ["import", organizationId, "any"],
    queryFn: async ({ signal }) => (await dataImportService.listImports(null, signal)).items.length > 0,
    enabled: can("import:read"),
  });
  const metrics = useMetrics(PERIOD_DAYS);
  if (clients.data === undefined || !metrics.data) return undefined;
  const dealCount = metrics.data.by_stage.reduce((sum, stage) => sum + stage.count, 0);
  return { hasClient: clients.data > 0, hasImport: imports.data ?? false, hasDeal: dealCount > 0, clientCount: clients.data };
}

const EVERYTHING = {};

/** Days past the date on which the deal was to close, or since anyone spoke with the client. */
function pressing(deal: Deal, now: Date, timeZone?: string): number {
  if (deal.expected_close_date) return -daysUntil(deal.expected_close_date, now, timeZone);
  return (now.getTime() - new Date(deal.last_touch?.at ?? deal.created_at).getTime()) / 86_400_000;
}

function isPartial(board: ReturnType<typeof useBoard>["data"]): boolean {
  return board?.columns.some((column) => column.stage !== "closed" && column.next_cursor !== null) ?? false;
}
