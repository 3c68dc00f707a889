import { BaseService } from "@/services/base";
import type { components } from "@/types/api";

type Schemas = components["schemas"];
export type Member = Schemas["Member"];

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
}

export const memberService = new MemberService();
