import { BaseService } from "@/services/base";
import type { components } from "@/types/api";

type Schemas = components["schemas"];

class PreferenceService extends BaseService {
  getMine(signal?: AbortSignal) {
    return this.get<Schemas["Preferences"]>("/preferences", { signal });
  }

  update(changes: Schemas["PreferencesUpdate"]) {
    return this.patch<Schemas["Preferences"]>("/preferences", changes);
  }
}

export const preferenceService = new PreferenceService();
