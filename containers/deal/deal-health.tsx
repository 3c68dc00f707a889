"use client";

import { NextStep } from "@/components/deal/next-step";
import { Silence } from "@/components/deal/silence";
import { useUpdateDeal } from "@/hooks/use-deal";
import { useNextStep } from "@/hooks/use-next-step";
import { useOrgContext } from "@/hooks/use-org-context";
import { usePatience } from "@/hooks/use-pipeline-settings";
import type { Deal } from "@/lib/board-types";

/** What keeps an open deal going: its next step, and that somebody speaks with the client. */
export function DealHealth({ deal, now, readOnly }: { deal: Deal; now: Date; readOnly: boolean }) {
  const { can } = useOrgContext();
  const updateDeal = useUpdateDeal(deal);
  const patience = usePatience();
  const { add, isSaving } = useNextStep(deal);
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
