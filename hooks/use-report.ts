"use client";

import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { parseAsString, parseAsStringLiteral, useQueryStates } from "nuqs";

import { useOrgContext } from "@/hooks/use-org-context";
import { REPORT_NAMES, REPORT_PERIODS } from "@/lib/report-types";
import { reportService, type Report, type ReportQuery } from "@/services/report";

const UUID = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i;

const parsers = {
  report: parseAsStringLiteral(REPORT_NAMES).withDefault("conversion"),
  period: parseAsStringLiteral(REPORT_PERIODS).withDefault("last_90_days"),
  owner_id: parseAsString,
};

/** Which report of which period and whose, kept in the URL. */
export function useReportChoice() {
  const [state, setState] = useQueryStates(parsers, { history: "replace" });
  const isOwner = state.owner_id === "me" || (state.owner_id !== null && UUID.test(state.owner_id));
  return { name: state.report, period: state.period, ownerId: isOwner ? state.owner_id : null, choose: setState };
}

export function useReport(name: Report["name"], query: ReportQuery) {
  const { organizationId } = useOrgContext();
  return useQuery({
    queryKey: ["report", organizationId, name, query],
    queryFn: ({ signal }) => reportService.getReport(name, query, signal),
    placeholderData: keepPreviousData,
  });
}

export function useForecast(ownerId: string | null) {
  const { organizationId } = useOrgContext();
  return useQuery({
    queryKey: ["report", organizationId, "forecast", ownerId],
    queryFn: ({ signal }) => reportService.getForecast(ownerId, signal),
    placeholderData: keepPreviousData,
  });
}
