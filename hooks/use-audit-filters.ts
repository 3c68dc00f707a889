"use client";

import { parseAsString, parseAsStringLiteral, useQueryStates } from "nuqs";
import { useCallback, useMemo } from "react";

import { AUDIT_PERIODS, startOf } from "@/lib/audit-period";
import type { AuditQuery } from "@/services/audit";

const UUID = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i;

const parsers = {
  q: parseAsString,
  person: parseAsString,
  type: parseAsString,
  action: parseAsString,
  record: parseAsString,
  period: parseAsStringLiteral(AUDIT_PERIODS),
};

export type AuditFilters = ReturnType<typeof useAuditFilters>["filters"];

/** What the log is narrowed to, kept in the URL; `query` is the same as the API reads it. */
export function useAuditFilters() {
  const [filters, setState] = useQueryStates(parsers, { history: "replace" });
  const setFilters = useCallback((changes: Partial<typeof filters>) => void setState(changes), [setState]);
  const clear = useCallback(() => void setState(null), [setState]);
  const query = useMemo<AuditQuery>(() => {
    // A link that was cut or typed by hand shows the unfiltered log, not an error.
    const uuid = (text: string | null) => (text && UUID.test(text) ? text : null);
    return {
      q: filters.q,
      user_id: uuid(filters.person),
      action: filters.action,
      entity_type: filters.type,
      entity_id: uuid(filters.record),
      since: filters.period && startOf(filters.period),
    };
  }, [filters]);
  return { filters, query, isFiltered: Object.values(query).some(Boolean), setFilters, clear };
}
