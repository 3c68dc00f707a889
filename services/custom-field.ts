import { BaseService } from "@/services/base";
import type { components } from "@/types/api";

type Schemas = components["schemas"];
export type CustomField = Schemas["CustomField"];
export type CustomFieldCreate = Schemas["CustomFieldCreate"];
export type CustomFieldUpdate = Schemas["CustomFieldUpdate"];
export type CustomFieldEntity = CustomField["entity"];
export type CustomFieldKind = CustomField["kind"];
type CustomFieldPage = Schemas["CustomFieldPage"];

/** What a record holds: text, number, truth, the keys of options; null clears. */
export type CustomFieldValue = string | number | boolean | string[] | null;

// The API lets an entity have as many.
const LIMIT = 100;

class CustomFieldService extends BaseService {
  listFields(entity: CustomFieldEntity, isDeleted: boolean, signal?: AbortSignal) {
    return this.get<CustomFieldPage>("/custom-fields", { query: { entity, is_deleted: isDeleted, limit: LIMIT }, signal });
  }

  createField(data: CustomFieldCreate) {
    return this.post<CustomField>("/custom-fields", data);
  }

  updateField(id: string, changes: CustomFieldUpdate) {
    return this.patch<CustomField>(`/custom-fields/${id}`, changes);
  }

  deleteField(id: string) {
    return this.delete(`/custom-fields/${id}`);
  }

  restoreField(id: string) {
    return this.post<CustomField>(`/custom-fields/${id}/restore`);
  }
}

export const customFieldService = new CustomFieldService();
