"use client";

import { parseAsString, parseAsStringLiteral, useQueryState, useQueryStates } from "nuqs";
import { useCallback, useMemo } from "react";

import { CLIENT_SORTS } from "@/lib/client-sort";
import { CLIENT_FILTERS } from "@/lib/list-filters";
import type { ClientFilters } from "@/services/client";

const OWNER = /^(me|none|[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12})$/i;

const parsers = {
  query: parseAsString,
  owner_id: parseAsString,
  kind: parseAsStringLiteral(["company", "person"] as const),
  tag: parseAsString,
  source: parseAsString,
  created: parseAsString,
  last_contact: parseAsString,
  has_open_deals: parseAsStringLiteral(["true", "false"] as const),
  sort: parseAsStringLiteral(CLIENT_SORTS).withDefault("name"),
};
const NO_FILTERS = Object.fromEntries(CLIENT_FILTERS.map((name) => [name, null])) as Record<(typeof CLIENT_FILTERS)[number], null>;

/** Search, filters, order, the saved view and the open dialog of the list, kept in the URL. */
export function useClientFilters() {
  const [state, setState] = useQueryStates(parsers, { history: "replace" });
  const [viewId, setViewId] = useQueryState("view", { history: "replace" });
  const [dialog, setDialog] = useQueryState("new", { history: "push" });
  const filters = useMemo<ClientFilters>(
    // A link that was cut or typed by hand shows the unfiltered list, not an error.
    () => ({ ...state, owner_id: state.owner_id?.split(",").every((owner) => OWNER.test(owner)) ? state.owner_id : null }),
    [state],
  );
  const setFilters = useCallback((changes: Partial<ClientFilters>) => void setState(changes as Parameters<typeof setState>[0]), [setState]);
  const clear = useCallback(() => void setState(NO_FILTERS), [setState]);
  const showView = useCallback(
    (id: string | null, changes: Record<string, string | null>) => {
      void setViewId(id);
      void setState({ ...NO_FILTERS, sort: null, ...changes });
    },
    [setState, setViewId],
  );
  const setCreating = useCallback((isOpen: boolean) => void setDialog(isOpen ? "client" : null), [setDialog]);
  return {
    filters,
    isFiltered: CLIENT_FILTERS.some((name) => filters[name]),
    setFilters,
    clear,
    viewId,
    showView,
    isCreating: dialog === "client",
    setCreating,
  };
}
