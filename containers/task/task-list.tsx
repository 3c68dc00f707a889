"use client";

import { useTranslations } from "next-intl";
import dynamic from "next/dynamic";
import { useState, type ReactNode } from "react";

import { ErrorState } from "@/components/common/error-state";
import { type RowNames, TaskRow } from "@/components/task/task-row";
import { TaskSkeleton } from "@/components/task/task-skeleton";
import { Button } from "@/components/ui/button";
import { useAssignable } from "@/hooks/use-assignable";
import { useFormat } from "@/hooks/use-format";
import { useNow } from "@/hooks/use-now";
import { useOrgContext } from "@/hooks/use-org-context";
import { useTaskActions, useTasks } from "@/hooks/use-task";
import { useTimeZone } from "@/hooks/use-time-zone";
import { flatten } from "@/lib/cached-pages";
import { dayOf } from "@/lib/calendar-day";
import { addDays } from "@/lib/quick-task/days";
import { type GroupKey, groupTasks } from "@/lib/task-groups";
import { cn } from "@/lib/utils";
import type { Task, TaskChanges, TaskFilters, TaskView } from "@/services/task";

const TaskDialog = dynamic(() => import("@/containers/task/task-dialog").then((module) => module.TaskDialog), { ssr: false });

export interface TaskListProps {
  when: TaskView;
  filters: TaskFilters;
  /** Instead of the list when there is nothing in it. */
  empty: ReactNode;
  /** Headings by day; a short list does without. */
  isGrouped?: boolean;
  /** What of its client and deal a row names: not what the whole list is about. */
  names?: RowNames;
  limit?: number;
  skeletonRows?: number;
}

export function TaskList({ when, filters, empty, isGrouped = true, names, limit, skeletonRows }: TaskListProps) {
  const t = useTranslations("task");
  const { can, isPersonal } = useOrgContext();
  const timeZone = useTimeZone();
  const now = useNow(1);
  const list = useTasks(when, filters, { limit });
  const members = useAssignable();
  const { update, complete, remove } = useTaskActions();
  const [editing, setEditing] = useState<Task | null>(null);
  const tasks = flatten(list.data);
  const isReadOnly = !can("task:write");

  if (list.isPending) return <TaskSkeleton rows={skeletonRows} />;
  if (list.isError && tasks.length === 0) return <ErrorState compact error={list.error} onRetry={() => void list.refetch()} />;
  if (tasks.length === 0) return <>{empty}</>;

  const rows = (shown: readonly Task[], isDayKnown = false) => (
    <ul className="-mx-2">
      {shown.map((task) => (
        <TaskRow
          key={task.id}
          task={task}
          now={now}
          members={members}
          showAssignee={!isPersonal}
          names={names}
          isDayKnown={isDayKnown}
          isReadOnly={isReadOnly}
          onComplete={(isCompleted) => complete.mutate({ task, isCompleted })}
          onChange={(changes: TaskChanges) => update.mutate({ task, changes })}
          onEdit={() => setEditing(task)}
          onDelete={() => remove.mutate(task)}
        />
      ))}
    </ul>
  );
  return (
    <div className={cn(isGrouped && "space-y-6")} data-tasks>
      {isGrouped
        ? groupTasks(tasks, now, timeZone).map(({ key, tasks: found }) => (
            <section key={key} aria-labelledby={`tasks-${key}`} data-day={key}>
              <GroupHeading id={`tasks-${key}`} group={key} count={found.length} today={dayOf(now, timeZone)} />
              {rows(found, key !== "overdue" && when !== "done")}
            </section>
          ))
        : rows(tasks)}
      {list.hasNextPage && (
        <Button
          variant="ghost"
          size="sm"
          className="mt-2 coarse:h-11"
          loading={list.isFetchingNextPage}
          onClick={() => void list.fetchNextPage()}
        >
          {t("more")}
        </Button>
      )}
      {editing && <TaskDialog task={editing} onClose={() => setEditing(null)} />}
    </div>
  );
}

function GroupHeading({ id, group, count, today }: { id: string; group: GroupKey; count: number; today: string }) {
  const t = useTranslations("task");
  const format = useFormat();
  const isDay = group !== "overdue" && group !== "someday";
  const name =
    group === today ? t("today") : group === addDays(today, 1) ? t("tomorrow") : group === addDays(today, -1) ? t("yesterday") : null;
  return (
    <h2 id={id} className="mb-1 flex items-baseline gap-2 border-b pb-1.5 text-sm font-semibold">
      <span className={cn("first-letter:uppercase", group === "overdue" && "text-destructive-text")}>
        {isDay ? (name ?? format.date(group, "weekday")) : t(group)}
      </span>
      {isDay && name && <span className="text-xs font-normal text-muted-foreground">{format.date(group, "weekday")}</span>}
      <span className="tabular ml-auto text-xs font-normal text-muted-foreground">{count}</span>
    </h2>
  );
}
