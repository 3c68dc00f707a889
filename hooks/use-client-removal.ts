"use client";

import { useTranslations } from "next-intl";
import { useCallback } from "react";

import { clientKeys } from "@/hooks/client-cache";
import { useDeleteClient } from "@/hooks/use-client";
import { useErrorToast } from "@/hooks/use-error-toast";
import { useOrgContext } from "@/hooks/use-org-context";
import { useUndoToast } from "@/hooks/use-undo-toast";
import type { Client } from "@/services/client";

/** Delete a client at once and offer to take it back. Resolves with whether it is gone. */
export function useDeleteClientWithUndo() {
  const t = useTranslations("client");
  const { organizationId } = useOrgContext();
  const { mutateAsync } = useDeleteClient();
  const showUndo = useUndoToast();
  const showError = useErrorToast();
  return useCallback(
    async (client: Client): Promise<boolean> => {
      try {
        const { commandId } = await mutateAsync(client);
        const invalidate = [clientKeys.all(organizationId), ["deal", organizationId], ["pipeline", organizationId]];
        showUndo({ message: t("deleted", { name: client.name }), commandId, invalidate });
        return true;
      } catch (error) {
        showError(error);
        return false;
      }
    },
    [t, organizationId, mutateAsync, showUndo, showError],
  );
}
