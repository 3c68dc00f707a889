"use client";

import { type InfiniteData, useInfiniteQuery, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";

import { isUnderWay } from "@/lib/import-mapping";
import { useLiveEvents } from "@/hooks/use-live";
import { useOrgContext } from "@/hooks/use-org-context";
import { mapRows } from "@/lib/cached-pages";
import { type DataImport, type DataImportPage, dataImportService, type ImportCommit, type ImportKind } from "@/services/data-import";

/** In case a live event was lost. */
const POLL_MS = 2_000;

export const importKeys = {
  all: (organizationId: string) => ["import", organizationId] as const,
  list: (organizationId: string) => ["import", organizationId, "list"] as const,
  detail: (organizationId: string, importId: string) => ["import", organizationId, "detail", importId] as const,
  problems: (organizationId: string, importId: string) => ["import", organizationId, "problems", importId] as const,
};

/** Shows what is known of an import in its page and in the list. */
function useShowImport() {
  const { organizationId } = useOrgContext();
  const queryClient = useQueryClient();
  return (data: DataImport) => {
    queryClient.setQueryData(importKeys.detail(organizationId, data.id), data);
    queryClient.setQueryData<InfiniteData<DataImportPage, string | null>>(
      importKeys.list(organizationId),
      (list) => list && mapRows<DataImport, DataImportPage, string | null>(list, (row) => (row.id === data.id ? data : row)),
    );
  };
}

export function useImports() {
  const { organizationId } = useOrgContext();
  return useInfiniteQuery({
    queryKey: importKeys.list(organizationId),
    queryFn: ({ pageParam, signal }) => dataImportService.listImports(pageParam, signal),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next_cursor,
  });
}

/** One import; while the server works on it, its counts keep up. */
export function useImport(importId: string) {
  const { organizationId } = useOrgContext();
  return useQuery({
    queryKey: importKeys.detail(organizationId, importId),
    queryFn: ({ signal }) => dataImportService.getImport(importId, signal),
    refetchInterval: (query) => (query.state.data && isUnderWay(query.state.data.status) ? POLL_MS : false),
  });
}

export function useImportProblems(importId: string) {
  const { organizationId } = useOrgContext();
  return useInfiniteQuery({
    queryKey: importKeys.problems(organizationId, importId),
    queryFn: ({ pageParam, signal }) => dataImportService.listProblems(importId, pageParam, signal),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next_cursor,
  });
}

export function useUploadImport() {
  const { organizationId } = useOrgContext();
  const queryClient = useQueryClient();
  const show = useShowImport();
  return useMutation({
    mutationFn: ({ file, kind }: { file: File; kind: ImportKind }) => dataImportService.uploadFile(file, kind),
    onSuccess: ({ data }) => {
      show(data);
      void queryClient.invalidateQueries({ queryKey: importKeys.list(organizationId) });
    },
  });
}

export function useCommitImport(importId: string) {
  const show = useShowImport();
  return useMutation({
    mutationFn: (data: ImportCommit) => dataImportService.commitImport(importId, data),
    onSuccess: ({ data }) => show(data),
  });
}

export function useDownloadProblems(importId: string) {
  return useMutation({ mutationFn: () => dataImportService.downloadProblems(importId) });
}

export function useUndoImport(importId: string) {
  const show = useShowImport();
  return useMutation({
    mutationFn: () => dataImportService.undoImport(importId),
    onSuccess: ({ data }) => show(data),
  });
}

/** Follow imports of the whole organization; `onEnd` hears of each that ends. */
export function useLiveImports(onEnd?: (data: DataImport) => void): void {
  const { organizationId } = useOrgContext();
  const queryClient = useQueryClient();
  const show = useShowImport();
  useLiveEvents((event) => {
    if (!event.type.startsWith("import.")) return;
    const data = event.data.import as DataImport | undefined;
    if (!data) {
      void queryClient.invalidateQueries({ queryKey: importKeys.all(organizationId) });
      return;
    }
    show(data);
    if (isUnderWay(data.status)) return;
    // Its rows are in, or gone again: what shows them asks anew.
    for (const slug of ["client", "deal", "pipeline", "timeline", "tag"])
      void queryClient.invalidateQueries({ queryKey: [slug, organizationId] });
    void queryClient.invalidateQueries({ queryKey: importKeys.problems(organizationId, data.id) });
    onEnd?.(data);
  });
}
