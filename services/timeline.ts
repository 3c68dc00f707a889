import { BaseService } from "@/services/base";
import type { components } from "@/types/api";

type Schemas = components["schemas"];
export type TimelineEntry = Schemas["TimelineEntry"];
export type TimelinePage = Schemas["TimelinePage"];
export type EntryType = TimelineEntry["type"];
export type TimelineEntryCreate = Schemas["TimelineEntryCreate"];

export interface TimelineFilters {
  /** Absent: the latest of the whole organization. */
  client_id?: string;
  type?: EntryType | null;
}

class TimelineService extends BaseService {
  listEntries(filters: TimelineFilters, cursor: string | null, limit: number, signal?: AbortSignal) {
    return this.get<TimelinePage>("/timeline", { query: { ...filters, cursor, limit }, signal });
  }

  getEntry(id: string, signal?: AbortSignal) {
    return this.get<TimelineEntry>(`/timeline/${id}`, { signal });
  }

  createEntry(data: TimelineEntryCreate) {
    return this.post<TimelineEntry>("/timeline", data);
  }

  updateEntry(id: string, version: number, content: string) {
    return this.patch<TimelineEntry>(`/timeline/${id}`, { content, version });
  }

  deleteEntry(id: string) {
    return this.delete(`/timeline/${id}`);
  }
}

export const timelineService = new TimelineService();
