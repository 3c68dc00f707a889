"use client";

import { useQueryClient } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useCallback, useRef } from "react";

import { useErrorToast } from "@/hooks/use-error-toast";
import { useOrgContext } from "@/hooks/use-org-context";
import { pipelineSettingsKey } from "@/hooks/use-pipeline-settings";
import { useUndoToast } from "@/hooks/use-undo-toast";
import { ApiError } from "@/lib/api-error";
import { pipelineService, type PipelineSettings } from "@/services/pipeline";

/**
 * Save a change of the settings: at once on screen, one after another on the server, with Undo.
 *
 * The change is made on what the server said last, so that two in a row both hold. Resolves with the refusal's code.
 */
export function useEditPipelineSettings(): (change: (settings: PipelineSettings) => PipelineSettings) => Promise<string | null> {
  const t = useTranslations("common");
  const { organizationId } = useOrgContext();
  const queryClient = useQueryClient();
  const showUndo = useUndoToast();
  const showError = useErrorToast();
  const line = useRef<Promise<unknown>>(Promise.resolve());
  return useCallback(
    (change) => {
      const queryKey = pipelineSettingsKey(organizationId);
      const save = async (): Promise<string | null> => {
        const before = queryClient.getQueryData<PipelineSettings>(queryKey);
        if (!before) return null;
        const wanted = change(before);
        queryClient.setQueryData(queryKey, wanted);
        try {
          const { data, commandId } = await pipelineService.putSettings({ ...wanted, version: before.version });
          queryClient.setQueryData(queryKey, data);
          showUndo({ message: t("saved"), commandId, invalidate: [queryKey, ["pipeline", organizationId]] });
          return null;
        } catch (error) {
          const current = error instanceof ApiError ? (error.extra.current as PipelineSettings | undefined) : undefined;
          queryClient.setQueryData(queryKey, current ?? before);
          showError(error);
          return error instanceof ApiError ? error.code : "unexpected";
        }
      };
      const saved = line.current.then(save);
      line.current = saved;
      return saved;
    },
    [t, organizationId, queryClient, showUndo, showError],
  );
}
