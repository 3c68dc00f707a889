"use client";

import { parseAsString, useQueryStates } from "nuqs";
import { useMemo } from "react";

import type { BoardFilters } from "@/lib/board-types";

const PARAMETERS = {
  query: parseAsString,
  owner_id: parseAsString,
  client_id: parseAsString,
  tag: parseAsString,
  deal: parseAsString,
  new: parseAsString,
};

const PUSH = { history: "push" } as const;

/** The board's state as its URL holds it: filters, the open deal, the dialog of a new one. */
export function usePipelineUrl() {
  const [url, setUrl] = useQueryStates(PARAMETERS, { history: "replace", shallow: true });
  const isCreating = url.new === "deal";
  // With the dialog of a new deal, client_id names the client it is for, not a filter.
  const clientId = isCreating ? null : url.client_id;
  const filters = useMemo<BoardFilters>(
    () => ({
      query: url.query ?? undefined,
      owner_id: url.owner_id ?? undefined,
      client_id: clientId ?? undefined,
      tag: url.tag ?? undefined,
    }),
    [url.query, url.owner_id, clientId, url.tag],
  );
  return useMemo(
    () => ({
      filters,
      dealId: url.deal,
      isCreating,
      createForClientId: isCreating ? url.client_id : null,
      setFilters: (changes: Partial<Record<keyof BoardFilters, string | null>>) => void setUrl(changes),
      clearFilters: () => void setUrl({ query: null, owner_id: null, client_id: null, tag: null }),
      openDeal: (dealId: string) => void setUrl({ deal: dealId }, PUSH),
      closeDeal: () => void setUrl({ deal: null }, PUSH),
      startCreating: () => void setUrl({ new: "deal" }),
      stopCreating: () => void setUrl({ new: null, ...(url.new && url.client_id ? { client_id: null } : {}) }),
    }),
    [filters, url.deal, url.new, url.client_id, isCreating, setUrl],
  );
}
