"use client";

import { parseAsString, parseAsStringLiteral, useQueryState, useQueryStates } from "nuqs";
import { useCallback, useMemo } from "react";

import { CLIENT_SORTS } from "@/lib/client-sort";
import type { ClientFilters } from "@/services/client";

const UUID = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i;

const parsers = {
  query: parseAsString,
  owner_id: parseAsString,
  kind: parseAsStringLiteral(["company", "person"] as const),
  tag: parseAsString,
  sort: parseAsStringLiteral(CLIENT_SORTS).withDefault("name"),
};

/** Search, filters, order and the open dialog of the list, kept in the URL. */
export function useClientFilters() {
  const [state, setState] = useQueryStates(parsers, { history: "replace" });
  const [dialog, setDialog] = useQueryState("new", { history: "push" });
  const filters = useMemo<ClientFilters>(
    // A link that was cut or typed by hand shows the unfiltered list, not an error.
    () => ({ ...state, owner_id: state.owner_id && UUID.test(state.owner_id) ? state.owner_id : null }),
    [state],
  );
  const setFilters = useCallback((changes: Partial<ClientFilters>) => void setState(changes), [setState]);
  const clear = useCallback(() => void setState({ query: null, owner_id: null, kind: null, tag: null }), [setState]);
  const setCreating = useCallback((isOpen: boolean) => void setDialog(isOpen ? "client" : null), [setDialog]);
  return {
    filters,
    isFiltered: Boolean(filters.query || filters.owner_id || filters.kind || filters.tag),
    setFilters,
    clear,
    isCreating: dialog === "client",
    setCreating,
  };
}
