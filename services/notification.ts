import { BaseService } from "@/services/base";
import type { components } from "@/types/api";

type Schemas = components["schemas"];
export type Notification = Schemas["Notification"];
export type NotificationPage = Schemas["NotificationPage"];

class NotificationService extends BaseService {
  list(cursor: string | null, limit: number, signal?: AbortSignal) {
    return this.get<NotificationPage>("/notifications", { query: { cursor, limit }, signal });
  }

  /** Some by id, or without ids all. */
  markRead(ids?: string[]) {
    return this.post<Schemas["UnreadCount"]>("/notifications/read", ids ? { ids } : { all: true });
  }
}

export const notificationService = new NotificationService();
