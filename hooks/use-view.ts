"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useTranslations } from "next-intl";

import { useErrorToast } from "@/hooks/use-error-toast";
import { useLiveEvents } from "@/hooks/use-live";
import { useOrgContext } from "@/hooks/use-org-context";
import { useUndoToast } from "@/hooks/use-undo-toast";
import { viewService, type View, type ViewChanges, type ViewCreate } from "@/services/view";

export function useViews(kind: View["kind"]) {
  const { organizationId } = useOrgContext();
  const queryClient = useQueryClient();
  useLiveEvents((event) => {
    if (event.type.startsWith("view.")) void queryClient.invalidateQueries({ queryKey: ["view", organizationId] });
  });
  return useQuery({
    queryKey: ["view", organizationId, kind],
    queryFn: ({ signal }) => viewService.listViews(kind, signal),
    select: (page) => page.items,
    staleTime: 60_000,
  });
}

/** Save, change, delete and choose views; what can be regretted can be undone. */
export function useViewActions() {
  const t = useTranslations("view");
  const { organizationId, can } = useOrgContext();
  const queryClient = useQueryClient();
  const showUndo = useUndoToast();
  const onError = useErrorToast();
  const queryKey = ["view", organizationId];
  const onSuccess = () => queryClient.invalidateQueries({ queryKey });
  const undoable = (commandId: string | null) => (can("command:undo") ? commandId : null);

  const create = useMutation({ mutationFn: (data: ViewCreate) => viewService.createView(data), onSuccess, onError });
  const update = useMutation({
    mutationFn: ({ id, changes }: { id: string; changes: ViewChanges }) => viewService.updateView(id, changes),
    onSuccess: ({ data, commandId }) => {
      showUndo({ message: t("saved", { name: data.name }), commandId: undoable(commandId), invalidate: [queryKey] });
      return onSuccess();
    },
    onError,
  });
  const remove = useMutation({
    mutationFn: (view: View) => viewService.deleteView(view.id),
    onSuccess: ({ commandId }, view) => {
      showUndo({ message: t("deleted", { name: view.name }), commandId: undoable(commandId), invalidate: [queryKey] });
      return onSuccess();
    },
    onError,
  });
  const choose = useMutation({ mutationFn: (view: View) => viewService.chooseDefault(view.id, !view.is_default), onSuccess, onError });
  return { create, update, remove, choose };
}
