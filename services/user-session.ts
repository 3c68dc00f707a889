import { BaseService } from "@/services/base";
import type { components } from "@/types/api";

type Schemas = components["schemas"];

class UserSessionService extends BaseService {
  async list(signal?: AbortSignal): Promise<Schemas["UserSession"][]> {
    return (await this.get<Schemas["UserSessionPage"]>("/sessions", { signal })).items;
  }

  async end(id: string): Promise<void> {
    await this.delete(`/sessions/${id}`);
  }

  async endOthers(): Promise<void> {
    await this.delete("/sessions");
  }
}

export const userSessionService = new UserSessionService();
