"use client";

import { useInfiniteQuery, useMutation, useQuery } from "@tanstack/react-query";
import { useState } from "react";

import { useErrorToast } from "@/hooks/use-error-toast";
import { isUnconfirmed, useFreshAuth } from "@/hooks/use-fresh-auth";
import { useOrgContext } from "@/hooks/use-org-context";
import { saveFile } from "@/lib/save-file";
import { auditService, type AuditQuery } from "@/services/audit";

const PAGE_SIZE = 50;
/** Working out every hash is work; nobody needs it with every look at the page. */
const VERIFIED_FOR_MS = 5 * 60_000;

export function useAuditLog(query: AuditQuery) {
  const { organizationId } = useOrgContext();
  return useInfiniteQuery({
    queryKey: ["audit", organizationId, "list", query],
    queryFn: ({ pageParam, signal }) => auditService.listEntries(query, pageParam, PAGE_SIZE, signal),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next_cursor,
    placeholderData: (previous) => previous,
  });
}

/** The whole log, part by part; `progress` is the share that was looked at, null while nothing is being looked at. */
export function useAuditVerification() {
  const { organizationId } = useOrgContext();
  const [progress, setProgress] = useState<number | null>(null);
  const verification = useQuery({
    queryKey: ["audit", organizationId, "verification"],
    queryFn: async ({ signal }) => {
      try {
        let part = await auditService.verify(null, signal);
        while (part.next_cursor) {
          setProgress(part.checked_count / part.entry_count);
          part = await auditService.verify(part.next_cursor, signal);
        }
        return part;
      } finally {
        setProgress(null);
      }
    },
    staleTime: VERIFIED_FOR_MS,
  });
  return { ...verification, progress };
}

/** Save the filtered log as a file of this name. */
export function useAuditExport(fileName: string) {
  const confirmed = useFreshAuth();
  const showError = useErrorToast();
  return useMutation({
    mutationFn: async (query: AuditQuery) => saveFile(await confirmed(() => auditService.export(query)), fileName),
    onError: (error) => {
      if (!isUnconfirmed(error)) showError(error);
    },
  });
}
