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
}

export const meService = new MeService();
