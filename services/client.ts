import type { ClientSort } from "@/lib/client-sort";
import { toQuery } from "@/lib/list-filters";
import { BaseService } from "@/services/base";
import type { components } from "@/types/api";

type Schemas = components["schemas"];
export type Client = Schemas["Client"];
export type ClientPage = Schemas["ClientPage"];
export type ClientKind = Client["kind"];
export type ClientCreate = Partial<Schemas["ClientCreate"]> & Pick<Schemas["ClientCreate"], "name">;
/** The fields that change; the version is added by whoever knows the latest. */
export type ClientChanges = Omit<Schemas["ClientUpdate"], "version">;

export interface ClientFilters {
  query?: string | null;
  owner_id?: string | null;
  kind?: ClientKind | null;
  tag?: string | null;
  source?: string | null;
  created?: string | null;
  last_contact?: string | null;
  has_open_deals?: string | null;
  sort: ClientSort;
}

class ClientService extends BaseService {
  listClients(filters: ClientFilters, cursor: string | null, limit: number, signal?: AbortSignal) {
    return this.get<ClientPage>("/clients", { query: { ...toQuery({ ...filters }), cursor, limit }, signal });
  }

  getClient(id: string, signal?: AbortSignal) {
    return this.get<Client>(`/clients/${id}`, { signal });
  }

  createClient(data: ClientCreate, idempotencyKey?: string) {
    return this.post<Client>("/clients", data, { idempotencyKey });
  }

  updateClient(id: string, version: number, changes: ClientChanges) {
    return this.patch<Client>(`/clients/${id}`, { ...changes, version });
  }

  deleteClient(id: string) {
    return this.delete(`/clients/${id}`);
  }
}

export const clientService = new ClientService();
