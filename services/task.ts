import { BaseService } from "@/services/base";
import type { components } from "@/types/api";

type Schemas = components["schemas"];
export type Task = Schemas["Task"];
export type TaskPage = Schemas["TaskPage"];
export type TaskCounts = Schemas["TaskCounts"];
export type TaskCreate = Partial<Schemas["TaskCreate"]> & Pick<Schemas["TaskCreate"], "title">;
export type TaskChanges = Omit<Schemas["TaskUpdate"], "version">;
export type Repeats = NonNullable<Task["repeats"]>;
export type TaskView = "open" | "overdue" | "today" | "upcoming" | "done";

export interface TaskFilters {
  assignee_id?: string;
  client_id?: string;
  deal_id?: string;
}

class TaskService extends BaseService {
  listTasks(when: TaskView, filters: TaskFilters, cursor: string | null, limit: number, signal?: AbortSignal) {
    return this.get<TaskPage>("/tasks", { query: { when, ...filters, cursor, limit }, signal });
  }

  countTasks(signal?: AbortSignal) {
    return this.get<TaskCounts>("/tasks/counts", { signal });
  }

  getTask(id: string, signal?: AbortSignal) {
    return this.get<Task>(`/tasks/${id}`, { signal });
  }

  createTask(task: TaskCreate) {
    return this.post<Task>("/tasks", task);
  }

  updateTask(id: string, version: number, changes: TaskChanges) {
    return this.patch<Task>(`/tasks/${id}`, { ...changes, version });
  }

  deleteTask(id: string) {
    return this.delete(`/tasks/${id}`);
  }
}

export const taskService = new TaskService();
