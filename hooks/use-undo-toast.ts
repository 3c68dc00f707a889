"use client";

import { useQueryClient, type QueryKey } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useCallback } from "react";

import { useErrorMessage } from "@/hooks/use-error-message";
import { toast } from "@/lib/toast";
import { commandService } from "@/services/command";
import { useUndoStore } from "@/stores/undo";

export const UNDO_SECONDS = 10;

export interface UndoToast {
  /** What happened, as a short sentence: "Negócio movido para Proposta". */
  message: string;
  description?: string;
  /** From `Written.commandId`; null shows the toast without the Undo button. */
  commandId: string | null;
  /** Query keys to ask again after the undo; everything on screen when missing. */
  invalidate?: readonly QueryKey[];
  /** Runs before the server is asked, to put the screen back at once. */
  onUndo?: () => void;
}

/** Show a toast with Undo for 10 seconds; Ctrl/⌘ Z takes back the latest one too. */
export function useUndoToast(): (toast: UndoToast) => void {
  const t = useTranslations("common");
  const queryClient = useQueryClient();
  const toMessage = useErrorMessage();
  return useCallback(
    ({ message, description, commandId, invalidate, onUndo }) => {
      if (!commandId) {
        toast.success(message, { description });
        return;
      }
      const refetch = () => Promise.all((invalidate ?? [undefined]).map((queryKey) => queryClient.invalidateQueries({ queryKey })));
      const undo = async () => {
        useUndoStore.getState().forget(commandId);
        toast.dismiss(commandId);
        onUndo?.();
        try {
          await commandService.undo(commandId);
          toast.success(t("undone"));
        } catch (error) {
          toast.error(toMessage(error));
        } finally {
          await refetch();
        }
      };
      useUndoStore.getState().remember({ commandId, undo });
      toast.show(message, {
        id: commandId,
        description,
        duration: UNDO_SECONDS * 1000,
        action: { label: t("undo"), onClick: () => void undo() },
        onAutoClose: () => useUndoStore.getState().forget(commandId),
        onDismiss: () => useUndoStore.getState().forget(commandId),
      });
    },
    [t, queryClient, toMessage],
  );
}
