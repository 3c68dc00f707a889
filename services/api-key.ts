import { BaseService } from "@/services/base";
import type { components } from "@/types/api";

type Schemas = components["schemas"];
export type ApiKey = Schemas["ApiKey"];
export type ApiKeyPage = Schemas["ApiKeyPage"];
export type ApiKeyCreate = Schemas["ApiKeyCreate"];
export type ApiKeyCreated = Schemas["ApiKeyCreated"];
export type Scope = ApiKeyCreate["scopes"][number];

const PAGE_SIZE = 100;

class ApiKeyService extends BaseService {
  listKeys(cursor: string | null, signal?: AbortSignal) {
    return this.get<ApiKeyPage>("/api-keys", { query: { cursor, limit: PAGE_SIZE }, signal });
  }

  /** Asks for a fresh proof of identity, as revoking does. */
  createKey(data: ApiKeyCreate) {
    return this.post<ApiKeyCreated>("/api-keys", data);
  }

  revokeKey(id: string) {
    return this.delete(`/api-keys/${id}`);
  }
}

export const apiKeyService = new ApiKeyService();
