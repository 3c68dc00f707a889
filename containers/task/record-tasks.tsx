"use client";

import { useTranslations } from "next-intl";

import { QuickAdd } from "@/containers/task/quick-add";
import { TaskList } from "@/containers/task/task-list";
import { useOrgContext } from "@/hooks/use-org-context";

export interface RecordTasksProps {
  clientId: string;
  /** The deal alone; else everything about the client. */
  dealId?: string;
}

/** What is to be done about a client or a deal, and a line to add to it. */
export function RecordTasks({ clientId, dealId }: RecordTasksProps) {
  const t = useTranslations("task.record");
  const { can } = useOrgContext();
  const about = dealId ? { client_id: clientId, deal_id: dealId } : { client_id: clientId };
  return (
    <div className="space-y-2">
      <TaskList
        when="open"
        filters={dealId ? { deal_id: dealId } : { client_id: clientId }}
        isGrouped={false}
        names={dealId ? "none" : "deal"}
        limit={20}
        skeletonRows={2}
        empty={<p className="text-sm text-muted-foreground">{t("empty")}</p>}
      />
      {can("task:write") && <QuickAdd about={about} />}
    </div>
  );
}
