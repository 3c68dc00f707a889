"use client";

import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";

import { dealKeys } from "@/hooks/use-deal";
import { useErrorToast } from "@/hooks/use-error-toast";
import { useOrgContext } from "@/hooks/use-org-context";
import { pipelineKeys } from "@/hooks/use-pipeline";
import type { Deal } from "@/lib/board-types";
import { taskService } from "@/services/task";

/** Give a deal its next step, a task of one's own; resolves to whether it was saved. */
export function useNextStep(deal: Deal) {
  const { organizationId, user } = useOrgContext();
  const queryClient = useQueryClient();
  const showError = useErrorToast();
  const [isSaving, setSaving] = useState(false);

  const add = async (title: string, dueOn: string | null): Promise<boolean> => {
    setSaving(true);
    try {
      await taskService.createTask({ title, due_on: dueOn, client_id: deal.client_id, deal_id: deal.id, assignee_id: user.id });
      await Promise.all([
        queryClient.invalidateQueries({ queryKey: dealKeys.one(organizationId, deal.id) }),
        queryClient.invalidateQueries({ queryKey: pipelineKeys.all(organizationId) }),
        queryClient.invalidateQueries({ queryKey: ["task", organizationId] }),
      ]);
      return true;
    } catch (error) {
      showError(error);
      return false;
    } finally {
      setSaving(false);
    }
  };
  return { add, isSaving };
}
