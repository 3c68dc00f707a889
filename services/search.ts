import { BaseService } from "@/services/base";
import type { components } from "@/types/api";

type Schemas = components["schemas"];
export type SearchItem = Schemas["SearchItem"];

export interface SearchQuery {
  q: string;
  kind?: "all" | SearchItem["kind"];
  limit?: number;
}

class SearchService extends BaseService {
  search(query: SearchQuery, signal?: AbortSignal) {
    return this.get<Schemas["SearchPage"]>("/search", { query: { ...query }, signal });
  }
}

export const searchService = new SearchService();
