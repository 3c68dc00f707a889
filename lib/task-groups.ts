/** Tasks by the day that they are due, as the person counts days. */

import { dayOf } from "@/lib/calendar-day";
import type { Task } from "@/services/task";

/** What a heading stands over: late, a day ("2026-11-24"), or some day. */
export type GroupKey = "overdue" | "someday" | `${number}-${string}`;

export interface TaskGroup {
  key: GroupKey;
  tasks: Task[];
}

type Due = Pick<Task, "due_on" | "due_at">;

/** The calendar day in this zone: of a whole day the same everywhere, of a time the one that it falls on. */
export function dueDay(task: Due, timeZone?: string): string | null {
  return task.due_at ? dayOf(new Date(task.due_at), timeZone) : task.due_on;
}

export function isOverdue(task: Due & Pick<Task, "completed_at">, now: Date, timeZone?: string): boolean {
  if (task.completed_at) return false;
  if (task.due_at) return new Date(task.due_at) < now;
  return task.due_on !== null && task.due_on < dayOf(now, timeZone);
}

/** In the order of the list; within a day times come first. What is done is under the day that it was done on. */
export function groupTasks(tasks: readonly Task[], now: Date, timeZone?: string): TaskGroup[] {
  const groups = new Map<GroupKey, Task[]>();
  for (const task of tasks) {
    const key: GroupKey = task.completed_at
      ? (dayOf(new Date(task.completed_at), timeZone) as GroupKey)
      : isOverdue(task, now, timeZone)
        ? "overdue"
        : ((dueDay(task, timeZone) as GroupKey | null) ?? "someday");
    groups.set(key, [...(groups.get(key) ?? []), task]);
  }
  return [...groups].map(([key, found]) => ({ key, tasks: key === "overdue" || found[0]?.completed_at ? found : timesFirst(found) }));
}

function timesFirst(tasks: readonly Task[]): Task[] {
  return [...tasks.filter(({ due_at }) => due_at), ...tasks.filter(({ due_at }) => !due_at)];
}
