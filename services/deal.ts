import type { Deal } from "@/lib/board-types";
import { BaseService } from "@/services/base";
import type { components } from "@/types/api";

type Schemas = components["schemas"];
export type DealPage = Schemas["DealPage"];
export type DealCreate = Partial<Schemas["DealCreate"]> & Pick<Schemas["DealCreate"], "title" | "client_id">;
export type DealUpdate = Schemas["DealUpdate"];
export type StageMove = Schemas["StageMove"];
export type StageFields = Schemas["StageFields"];

class DealService extends BaseService {
  getDeal(dealId: string, signal?: AbortSignal) {
    return this.get<Deal>(`/deals/${dealId}`, { signal });
  }

  listDeals(
    query: { client_id?: string; stage?: string; owner_id?: string; query?: string; limit?: number; cursor?: string | null },
    signal?: AbortSignal,
  ) {
    return this.get<DealPage>("/deals", { query, signal });
  }

  createDeal(deal: DealCreate, idempotencyKey?: string) {
    return this.post<Deal>("/deals", deal, { idempotencyKey });
  }

  updateDeal(dealId: string, changes: DealUpdate) {
    return this.patch<Deal>(`/deals/${dealId}`, changes);
  }

  moveDeal(dealId: string, move: StageMove) {
    return this.put<Deal>(`/deals/${dealId}/stage`, move);
  }

  deleteDeal(dealId: string) {
    return this.delete(`/deals/${dealId}`);
  }

  getHistory(dealId: string, signal?: AbortSignal) {
    return this.get<Schemas["StageVisitPage"]>(`/deals/${dealId}/history`, { signal });
  }
}

export const dealService = new DealService();
