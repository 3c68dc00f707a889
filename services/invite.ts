import { BaseService } from "@/services/base";
import { enter } from "@/services/organization";
import type { components } from "@/types/api";

type Schemas = components["schemas"];
export type Invite = Schemas["Invite"];
export type InviteResult = Schemas["InviteResult"];
export type InvitePreview = Schemas["InvitePreview"];

const PAGE = 100;

class InviteService extends BaseService {
  async listAll(signal?: AbortSignal): Promise<Invite[]> {
    const invites: Invite[] = [];
    let cursor: string | null = null;
    do {
      const page: Schemas["InvitePage"] = await this.get("/invites", { query: { limit: PAGE, cursor }, signal });
      invites.push(...page.items);
      cursor = page.next_cursor;
    } while (cursor);
    return invites;
  }

  create(invites: Schemas["InviteCreate"]) {
    return this.post<Schemas["InviteResults"]>("/invites", invites);
  }

  resend(inviteId: string) {
    return this.post<Invite>(`/invites/${inviteId}/resend`);
  }

  revoke(inviteId: string) {
    return this.delete(`/invites/${inviteId}`);
  }

  preview(token: string, signal?: AbortSignal) {
    return this.get<InvitePreview>(`/invites/token/${encodeURIComponent(token)}`, { anonymous: true, signal });
  }

  getLogo(token: string, version: string, signal?: AbortSignal): Promise<Blob> {
    return this.download(`/invites/token/${encodeURIComponent(token)}/logo`, { query: { v: version }, anonymous: true, signal });
  }

  /** anonymous: with a new account; else as who is signed in. Either way this browser then works in the organization. */
  async accept(
    token: string,
    acceptance: Schemas["InviteAcceptance"],
    { anonymous }: { anonymous: boolean },
  ): Promise<Schemas["SignedIn"]> {
    const { data } = await this.post<Schemas["SignedIn"]>(`/invites/token/${encodeURIComponent(token)}/accept`, acceptance, { anonymous });
    enter(data);
    return data;
  }
}

export const inviteService = new InviteService();
