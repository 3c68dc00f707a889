import { BaseService } from "@/services/base";
import type { components } from "@/types/api";

type Schemas = components["schemas"];
export type View = Schemas["View"];
export type ViewCreate = Partial<Schemas["ViewCreate"]> & Pick<Schemas["ViewCreate"], "name" | "kind">;
export type ViewChanges = Schemas["ViewUpdate"];

class ViewService extends BaseService {
  listViews(kind: View["kind"], signal?: AbortSignal) {
    return this.get<Schemas["ViewPage"]>("/views", { query: { kind, limit: 100 }, signal });
  }

  createView(data: ViewCreate) {
    return this.post<View>("/views", data);
  }

  updateView(id: string, changes: ViewChanges) {
    return this.patch<View>(`/views/${id}`, changes);
  }

  deleteView(id: string) {
    return this.delete(`/views/${id}`);
  }

  /** The page opens with it, or without any. */
  chooseDefault(id: string, isDefault: boolean) {
    return isDefault ? this.put<View>(`/views/${id}/default`, undefined) : this.delete<View>(`/views/${id}/default`);
  }
}

export const viewService = new ViewService();
