import { API_URL } from "@/lib/api-url";
import { BaseService, toQueryString } from "@/services/base";
import type { components } from "@/types/api";

type Schemas = components["schemas"];
export type Provider = Schemas["Connection"]["provider"];

class OauthService extends BaseService {
  getMethods(signal?: AbortSignal) {
    return this.get<Schemas["AuthMethods"]>("/auth/methods", { signal, anonymous: true });
  }

  /** Where a link leads that signs in at the provider; the browser comes back signed in. */
  startUrl(provider: Provider, query: { next: string | null; locale: string; time_zone: string }): string {
    return `${API_URL}/auth/oauth/${provider}/start${toQueryString(query)}`;
  }

  listConnections(signal?: AbortSignal) {
    return this.get<Schemas["Connections"]>("/users/me/connections", { signal });
  }

  async connect(provider: Provider): Promise<string> {
    return (await this.post<Schemas["Departure"]>(`/users/me/connections/${provider}`)).data.url;
  }

  /** Where to send the browser to prove anew who is there; it comes back to `next`. */
  async confirm(provider: Provider, next: string): Promise<string> {
    return (await this.post<Schemas["Departure"]>(`/users/me/connections/${provider}/confirm${toQueryString({ next })}`)).data.url;
  }

  async disconnect(provider: Provider): Promise<void> {
    await this.delete(`/users/me/connections/${provider}`);
  }
}

export const oauthService = new OauthService();
