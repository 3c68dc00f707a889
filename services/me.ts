import { BaseService } from "@/services/base";
import type { components } from "@/types/api";

type Schemas = components["schemas"];

class MeService extends BaseService {
  find(signal?: AbortSignal) {
    return this.get<Schemas["User"]>("/users/me", { signal });
  }

  update(changes: Schemas["UserUpdate"]) {
    return this.patch<Schemas["User"]>("/users/me", changes);
  }

  async putAvatar(file: File): Promise<Schemas["User"]> {
    const form = new FormData();
    form.append("file", file);
    return (await this.put<Schemas["User"]>("/users/me/avatar", form)).data;
  }

  async deleteAvatar(): Promise<void> {
    await this.delete("/users/me/avatar");
  }

  /** The address changes with the picture, so that the browser may keep it. */
  getAvatar(userId: string, version: string, signal?: AbortSignal): Promise<Blob> {
    return this.download(`/users/${userId}/avatar`, { query: { v: version }, signal });
  }

  export(): Promise<Blob> {
    return this.download("/users/me/export", { timeoutSeconds: 120 });
  }

  planDeletion(signal?: AbortSignal) {
    return this.get<Schemas["DeletionPlan"]>("/users/me/deletion", { signal });
  }

  /** successors: by organization, who takes over what the person owns there. */
  async deleteAccount(successors: Readonly<Record<string, string>>): Promise<void> {
    const successor = Object.entries(successors).map(([organizationId, userId]) => `${organizationId}:${userId}`);
    await this.delete("/users/me", { query: { successor }, timeoutSeconds: 120 });
  }
}

export const meService = new MeService();
