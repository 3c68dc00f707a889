import type { Board, BoardFilters } from "@/lib/board-types";
import { BaseService } from "@/services/base";
import type { components } from "@/types/api";

type Schemas = components["schemas"];
export type PipelineMetrics = Schemas["PipelineMetrics"];
export type Attention = Schemas["Attention"];

class PipelineService extends BaseService {
  /** All columns with their first cards; with `limit` 1 little more than counts and sums. */
  getBoard(filters: BoardFilters, limit: number, signal?: AbortSignal) {
    return this.get<Board>("/pipeline/board", { query: { ...filters, limit }, signal });
  }

  /** The next cards of one column. */
  async getColumn(filters: BoardFilters, stage: string, cursor: string, limit: number) {
    const board = await this.get<Board>("/pipeline/board", { query: { ...filters, stage, cursor, limit } });
    return board.columns.find((column) => column.stage === stage);
  }

  getAttention(limit: number, signal?: AbortSignal) {
    return this.get<Attention>("/pipeline/attention", { query: { limit }, signal });
  }

  getMetrics(days: number, signal?: AbortSignal) {
    return this.get<PipelineMetrics>("/pipeline/metrics", { query: { days }, signal });
  }
}

export const pipelineService = new PipelineService();
