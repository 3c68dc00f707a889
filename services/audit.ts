import { BaseService } from "@/services/base";
import type { components } from "@/types/api";

type Schemas = components["schemas"];
export type AuditEntry = Schemas["AuditEntry"];
export type AuditPage = Schemas["AuditPage"];
export type AuditVerification = Schemas["AuditVerification"];

export interface AuditQuery {
  q?: string | null;
  user_id?: string | null;
  action?: string | null;
  entity_type?: string | null;
  entity_id?: string | null;
  /** RFC 3339. */
  since?: string | null;
}

class AuditService extends BaseService {
  listEntries(query: AuditQuery, cursor: string | null, limit: number, signal?: AbortSignal) {
    return this.get<AuditPage>("/audit-log", { query: { ...query, cursor, limit }, signal });
  }

  /** The next part of the log; `cursor` is where the last one ended. */
  verify(cursor: string | null, signal?: AbortSignal) {
    return this.get<AuditVerification>("/audit-log/verify", { query: { cursor }, signal });
  }

  /** Asks for a fresh proof of identity. */
  export(query: AuditQuery) {
    return this.download("/audit-log/export", { query: { ...query }, timeoutSeconds: 0 }, "POST");
  }
}

export const auditService = new AuditService();
