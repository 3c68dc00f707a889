"use client";

import { parseAsString, useQueryStates } from "nuqs";
import { useMemo } from "react";

import type { BoardFilters } from "@/lib/board-types";
import { DEAL_FILTERS } from "@/lib/list-filters";

const NAMED = Object.fromEntries(DEAL_FILTERS.map((name) => [name, parseAsString])) as Record<
  (typeof DEAL_FILTERS)[number],
  typeof parseAsString
>;
const PARAMETERS = {
  ...NAMED,
  view: parseAsString,
  deal: parseAsString,
  new: parseAsString,
};

const PUSH = { history: "push" } as const;
const NO_FILTERS = Object.fromEntries(DEAL_FILTERS.map((name) => [name, null])) as Record<(typeof DEAL_FILTERS)[number], null>;

/** The pipeline's state as its URL holds it: filters, the saved view, the open deal, the dialog of a new one. */
export function usePipelineUrl() {
  const [url, setUrl] = useQueryStates(PARAMETERS, { history: "replace", shallow: true });
  const isCreating = url.new === "deal";
  const named = JSON.stringify(DEAL_FILTERS.map((name) => url[name]));
  const filters = useMemo<BoardFilters>(() => {
    const values = JSON.parse(named) as (string | null)[];
    const given = DEAL_FILTERS.map((name, index) => [name, values[index] ?? undefined] as const);
    // With the dialog of a new deal, client_id names the client it is for, not a filter.
    return Object.fromEntries(given.map(([name, value]) => [name, name === "client_id" && isCreating ? undefined : value]));
  }, [named, isCreating]);
  const { view, deal, new: dialog, client_id: clientId } = url;
  return useMemo(
    () => ({
      filters,
      viewId: view,
      dealId: deal,
      isCreating,
      createForClientId: isCreating ? clientId : null,
      setFilters: (changes: Partial<Record<keyof BoardFilters, string | null>>) => void setUrl(changes),
      /** All filters of a saved view at once; what it doesn't say is cleared. */
      showView: (id: string | null, changes: Record<string, string | null>) => void setUrl({ ...NO_FILTERS, view: id, ...changes }, PUSH),
      clearFilters: () => void setUrl(NO_FILTERS),
      openDeal: (dealId: string) => void setUrl({ deal: dealId }, PUSH),
      closeDeal: () => void setUrl({ deal: null }, PUSH),
      startCreating: () => void setUrl({ new: "deal" }),
      stopCreating: () => void setUrl({ new: null, ...(dialog && clientId ? { client_id: null } : {}) }),
    }),
    [filters, view, deal, dialog, clientId, isCreating, setUrl],
  );
}
