import { BaseService } from "@/services/base";
import type { Client } from "@/services/client";
import type { components } from "@/types/api";

type Schemas = components["schemas"];
export type ClientMerge = Schemas["ClientMerge"];
export type DuplicatePage = Schemas["DuplicatePage"];
export type DuplicatePair = Schemas["DuplicatePair"];
export type DuplicateReason = Schemas["DuplicateReason"];

class ClientMergeService extends BaseService {
  listDuplicates(cursor: string | null, limit: number, signal?: AbortSignal) {
    return this.get<DuplicatePage>("/clients/duplicates", { query: { cursor, limit }, signal });
  }

  merge(data: ClientMerge) {
    return this.post<Client>("/clients/merge", data);
  }
}

export const clientMergeService = new ClientMergeService();
