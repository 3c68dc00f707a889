import { BaseService } from "@/services/base";
import type { components } from "@/types/api";

type Schemas = components["schemas"];
export type Contact = Schemas["Contact"];
export type ContactPage = Schemas["ContactPage"];
export type ContactCreate = Partial<Schemas["ContactCreate"]> & Pick<Schemas["ContactCreate"], "name">;
export type ContactChanges = Omit<Schemas["ContactUpdate"], "version">;

class ContactService extends BaseService {
  listContacts(clientId: string, cursor: string | null, signal?: AbortSignal) {
    return this.get<ContactPage>(`/clients/${clientId}/contacts`, { query: { cursor, limit: 100 }, signal });
  }

  createContact(clientId: string, data: ContactCreate) {
    return this.post<Contact>(`/clients/${clientId}/contacts`, data);
  }

  updateContact(id: string, version: number, changes: ContactChanges) {
    return this.patch<Contact>(`/contacts/${id}`, { ...changes, version });
  }

  deleteContact(id: string) {
    return this.delete(`/contacts/${id}`);
  }
}

export const contactService = new ContactService();
