import { BaseService } from "@/services/base";
import type { components } from "@/types/api";

type Schemas = components["schemas"];
export type Member = Schemas["Member"];
export type Role = Member["role"];
export type RecordScope = Member["record_scope"];
/** team_id null: in no team. */
export type ScopeUpdate = { record_scope: RecordScope; team_id: string | null };

const PAGE = 100;

class MemberService extends BaseService {
  /** Everybody of the organization; teams are small, so all pages are read. */
  async listAll(signal?: AbortSignal): Promise<Member[]> {
    const members: Member[] = [];
    let cursor: string | null = null;
    do {
      const page: Schemas["MemberPage"] = await this.get("/members", { query: { limit: PAGE, cursor }, signal });
      members.push(...page.items);
      cursor = page.next_cursor;
    } while (cursor);
    return members;
  }

  changeRole(userId: string, role: Role) {
    return this.patch<Member>(`/members/${userId}`, { role } satisfies Schemas["MemberUpdate"]);
  }

  changeScope(userId: string, scope: ScopeUpdate) {
    return this.patch<Member>(`/members/${userId}`, scope satisfies Schemas["MemberUpdate"]);
  }

  /** reassignTo: who takes over the person's clients and deals; null leaves them without an owner. */
  remove(userId: string, reassignTo: string | null) {
    return this.delete(`/members/${userId}`, { query: { reassign_to: reassignTo } });
  }

  leave(reassignTo: string | null) {
    return this.post("/members/leave", undefined, { query: { reassign_to: reassignTo } });
  }
}

export const memberService = new MemberService();
