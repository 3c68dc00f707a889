"use client";

import { type InfiniteData, type QueryClient, useInfiniteQuery, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useTranslations } from "next-intl";

import { useErrorToast } from "@/hooks/use-error-toast";
import { useLiveEvents } from "@/hooks/use-live";
import { useOrgContext } from "@/hooks/use-org-context";
import { useUndoToast } from "@/hooks/use-undo-toast";
import { mapRows, withoutRow } from "@/lib/cached-pages";
import { type Task, type TaskChanges, type TaskCreate, type TaskFilters, type TaskPage, taskService, type TaskView } from "@/services/task";

type List = InfiniteData<TaskPage, string | null>;

const PAGE = 50;
// What is due today is late tomorrow, whether anybody does anything or not.
const TURN_MS = 5 * 60_000;

export const taskKeys = {
  all: (organizationId: string) => ["task", organizationId] as const,
  lists: (organizationId: string) => ["task", organizationId, "list"] as const,
  list: (organizationId: string, when: TaskView, filters: TaskFilters) => ["task", organizationId, "list", when, filters] as const,
  counts: (organizationId: string) => ["task", organizationId, "counts"] as const,
  detail: (organizationId: string, taskId: string) => ["task", organizationId, "one", taskId] as const,
};

export function useTasks(when: TaskView, filters: TaskFilters, { limit = PAGE, enabled = true } = {}) {
  const { organizationId } = useOrgContext();
  const queryClient = useQueryClient();
  useLiveEvents(({ type }) => {
    // A deleted client or deal takes its tasks along.
    if (/^task\.|^(client|deal)\.(deleted|restored)|^records\./.test(type)) {
      void queryClient.invalidateQueries({ queryKey: taskKeys.list(organizationId, when, filters) });
    }
  });
  return useInfiniteQuery({
    queryKey: taskKeys.list(organizationId, when, filters),
    queryFn: ({ pageParam, signal }) => taskService.listTasks(when, filters, pageParam, limit, signal),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next_cursor,
    refetchInterval: TURN_MS,
    enabled,
  });
}

/** How many of the person's own are late, and due today. */
export function useTaskCounts() {
  const { organizationId, can } = useOrgContext();
  const queryClient = useQueryClient();
  const queryKey = taskKeys.counts(organizationId);
  useLiveEvents(({ type }) => {
    if (/^task\.|^(client|deal)\.(deleted|restored)|^records\./.test(type)) void queryClient.invalidateQueries({ queryKey });
  });
  return useQuery({
    queryKey,
    queryFn: ({ signal }) => taskService.countTasks(signal),
    refetchInterval: TURN_MS,
    enabled: can("task:read"),
  });
}

export function useTask(taskId: string | null) {
  const { organizationId } = useOrgContext();
  return useQuery({
    queryKey: taskKeys.detail(organizationId, taskId ?? ""),
    queryFn: ({ signal }) => taskService.getTask(taskId ?? "", signal),
    enabled: taskId !== null,
  });
}

function patchLists(queryClient: QueryClient, organizationId: string, change: (list: List) => List): void {
  queryClient.setQueriesData<List>({ queryKey: taskKeys.lists(organizationId) }, (list) => list && change(list));
}

/** Everything that is done to a task: on screen at once, taken back where the server refuses, and undone from a toast. */
export function useTaskActions() {
  const t = useTranslations("task");
  const { organizationId } = useOrgContext();
  const queryClient = useQueryClient();
  const showUndo = useUndoToast();
  const showError = useErrorToast();
  const queryKey = taskKeys.all(organizationId);
  // The client's timeline tells of what is done.
  const invalidate = [queryKey, ["timeline", organizationId]];
  const settle = () => Promise.all(invalidate.map((key) => queryClient.invalidateQueries({ queryKey: key })));
  const hold = () => queryClient.cancelQueries({ queryKey });
  const fail = (error: unknown) => showError(error);

  const create = useMutation({ mutationFn: (task: TaskCreate) => taskService.createTask(task), onSettled: settle });
  const update = useMutation({
    mutationFn: ({ task, changes }: { task: Task; changes: TaskChanges }) => taskService.updateTask(task.id, task.version, changes),
    onMutate: async ({ task, changes }) => {
      await hold();
      patchLists(queryClient, organizationId, (list) => mapRows(list, (row: Task) => (row.id === task.id ? shown(row, changes) : row)));
    },
    onSuccess: ({ commandId }) => showUndo({ message: t("changed"), commandId, invalidate }),
    onError: fail,
    onSettled: settle,
  });
  const complete = useMutation({
    mutationFn: ({ task, isCompleted }: { task: Task; isCompleted: boolean }) =>
      taskService.updateTask(task.id, task.version, { is_completed: isCompleted }),
    onMutate: async ({ task, isCompleted }) => {
      await hold();
      const completed_at = isCompleted ? new Date().toISOString() : null;
      patchLists(queryClient, organizationId, (list) =>
        mapRows(list, (row: Task) => (row.id === task.id ? { ...row, completed_at } : row)),
      );
    },
    onSuccess: ({ commandId, data }, { isCompleted }) =>
      showUndo({
        message: t(isCompleted ? "completed" : "reopened", { title: data.title }),
        description: isCompleted && data.next_id ? t("comesAgain") : undefined,
        commandId,
        invalidate,
      }),
    onError: fail,
    onSettled: settle,
  });
  const remove = useMutation({
    mutationFn: (task: Task) => taskService.deleteTask(task.id),
    onMutate: async (task) => {
      await hold();
      patchLists(queryClient, organizationId, (list) => withoutRow(list, task.id));
    },
    onSuccess: ({ commandId }, task) => showUndo({ message: t("deleted", { title: task.title }), commandId, invalidate }),
    onError: fail,
    onSettled: settle,
  });
  return { create, update, complete, remove, showUndo, invalidate };
}

/** What a change looks like before the server has worked out the rest: a moved time is told by its day until then. */
function shown(task: Task, changes: TaskChanges): Task {
  const isMoved = "due_on" in changes || "due_time" in changes;
  return { ...task, ...(changes as Partial<Task>), ...(isMoved ? { due_at: null } : {}) };
}
