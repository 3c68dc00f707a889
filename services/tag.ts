import { BaseService } from "@/services/base";
import type { components } from "@/types/api";

type TagPage = components["schemas"]["TagPage"];

class TagService extends BaseService {
  listTags(signal?: AbortSignal) {
    return this.get<TagPage>("/tags", { query: { limit: 100 }, signal });
  }
}

export const tagService = new TagService();
