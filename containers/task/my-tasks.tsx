"use client";

import { CircleCheckBig } from "lucide-react";
import { useTranslations } from "next-intl";

import { EmptyState } from "@/components/common/empty-state";
import { TaskList } from "@/containers/task/task-list";
import { useOrgContext } from "@/hooks/use-org-context";
import { useTaskCounts } from "@/hooks/use-task";

const SHOWN = 6;

/** What is late and what is due today, of one's own. */
export function MyTasks() {
  const t = useTranslations("task.mine");
  const { user } = useOrgContext();
  const { data } = useTaskCounts();
  const filters = { assignee_id: user.id };
  const nothing = <EmptyState icon={CircleCheckBig} title={t("none")} description={t("noneText")} compact />;
  return (
    <>
      {Boolean(data?.overdue) && (
        <TaskList when="overdue" filters={filters} isGrouped={false} limit={SHOWN} skeletonRows={2} empty={null} />
      )}
      <TaskList when="today" filters={filters} isGrouped={false} limit={SHOWN} skeletonRows={3} empty={data?.overdue ? null : nothing} />
    </>
  );
}
