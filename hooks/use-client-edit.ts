"use client";

import { useQueryClient } from "@tanstack/react-query";
import { useCallback, useState } from "react";

import { clientKeys } from "@/hooks/client-cache";
import { useUpdateClient } from "@/hooks/use-client";
import { useEditProblem } from "@/hooks/use-client-problem";
import { useOrgContext } from "@/hooks/use-org-context";
import { ApiError } from "@/lib/api-error";
import type { Client, ClientChanges } from "@/services/client";

/** Edits of the client's page: why one was refused, and whether somebody else's change stands in the way. */
export function useClientEdit(clientId: string) {
  const { organizationId } = useOrgContext();
  const queryClient = useQueryClient();
  const { mutateAsync } = useUpdateClient(clientId);
  const problemOf = useEditProblem();
  const [isStale, setStale] = useState(false);

  const change = useCallback(
    async (changes: ClientChanges, field: string, shown?: Partial<Client>): Promise<string | null> => {
      try {
        await mutateAsync({ changes, shown });
        return null;
      } catch (error) {
        if (error instanceof ApiError && error.code === "version_stale") setStale(true);
        return problemOf(error, field);
      }
    },
    [mutateAsync, problemOf],
  );
  const reload = useCallback(async () => {
    await queryClient.invalidateQueries({ queryKey: clientKeys.detail(organizationId, clientId) });
    setStale(false);
  }, [queryClient, organizationId, clientId]);

  return { change, isStale, reload };
}
