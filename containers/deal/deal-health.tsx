"use client";

import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";

import { NextStep } from "@/components/deal/next-step";
import { Silence } from "@/components/deal/silence";
import { dealKeys, useUpdateDeal } from "@/hooks/use-deal";
import { useErrorToast } from "@/hooks/use-error-toast";
import { useOrgContext } from "@/hooks/use-org-context";
import { pipelineKeys } from "@/hooks/use-pipeline";
import { usePatience } from "@/hooks/use-pipeline-settings";
import type { Deal } from "@/lib/board-types";
import { taskService } from "@/services/task";

/** What keeps an open deal going: its next step, and that somebody speaks with the client. */
export function DealHealth({ deal, now, readOnly }: { deal: Deal; now: Date; readOnly: boolean }) {
  const { organizationId, can, user } = useOrgContext();
  const queryClient = useQueryClient();
  const updateDeal = useUpdateDeal(deal);
  const showError = useErrorToast();
  const patience = usePatience();
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

  return (
    <div className="divide-y rounded-md border text-sm">
      <NextStep task={deal.next_task} now={now} canAdd={can("task:write")} isSaving={isSaving} onAdd={add} />
      <Silence
        deal={deal}
        now={now}
        patienceDays={patience[deal.stage] ?? null}
        readOnly={readOnly}
        onSnooze={(snoozed_until) => void updateDeal({ snoozed_until })}
      />
    </div>
  );
}
