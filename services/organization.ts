import { announce } from "@/lib/session-channel";
import { BaseService } from "@/services/base";
import { toCredentials } from "@/services/session-refresh";
import { useSessionStore } from "@/stores/session";
import type { components } from "@/types/api";

type Schemas = components["schemas"];

class OrganizationService extends BaseService {
  getCurrent(signal?: AbortSignal) {
    return this.get<Schemas["Organization"]>("/organizations/current", { signal });
  }

  update(changes: Schemas["OrganizationUpdate"]) {
    return this.patch<Schemas["Organization"]>("/organizations/current", changes);
  }

  getFeatures(signal?: AbortSignal) {
    return this.get<Schemas["Features"]>("/organizations/current/features", { signal });
  }

  getUsage(signal?: AbortSignal) {
    return this.get<Schemas["Usage"]>("/organizations/current/usage", { signal });
  }

  /** The address changes with the logo, so that the browser may keep it. */
  getLogo(organizationId: string, version: string, signal?: AbortSignal): Promise<Blob> {
    return this.download(`/organizations/${organizationId}/logo`, { query: { v: version }, signal });
  }

  putLogo(file: File) {
    const form = new FormData();
    form.append("file", file);
    return this.put<Schemas["Organization"]>("/organizations/current/logo", form);
  }

  removeLogo() {
    return this.delete("/organizations/current/logo");
  }

  listMine(signal?: AbortSignal) {
    return this.get<Schemas["MyOrganizationPage"]>("/organizations", { signal });
  }

  create(organization: Schemas["OrganizationCreate"], idempotencyKey: string) {
    return this.post<Schemas["OrganizationSummary"]>("/organizations", organization, { idempotencyKey });
  }

  /** From now on this browser works there: the token is exchanged here and in the other tabs. */
  async switchTo(organizationId: string): Promise<Schemas["SignedIn"]> {
    const { data } = await this.post<Schemas["SignedIn"]>(`/organizations/${organizationId}/switch`);
    enter(data);
    return data;
  }

  async restore(organizationId: string): Promise<Schemas["SignedIn"]> {
    await this.post(`/organizations/${organizationId}/restore`);
    return this.switchTo(organizationId);
  }

  remove() {
    return this.delete("/organizations/current");
  }

  transfer(userId: string) {
    return this.post<Schemas["Organization"]>("/organizations/current/transfer", { user_id: userId } satisfies Schemas["Transfer"]);
  }

  convert(to: Schemas["Conversion"]["to"]) {
    return this.post<Schemas["Organization"]>("/organizations/current/convert", { to } satisfies Schemas["Conversion"]);
  }
}

export const organizationService = new OrganizationService();

/** Take over the tokens of an answer that moves this log-in to another organization. */
export function enter(answer: Schemas["SignedIn"]): void {
  const credentials = toCredentials(answer);
  useSessionStore.getState().signIn(credentials);
  announce({ type: "signed-in", credentials });
}
