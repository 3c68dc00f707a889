import { BaseService } from "@/services/base";
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
}

export const organizationService = new OrganizationService();
