import type { Board, BoardFilters } from "@/lib/board-types";
import { toQuery } from "@/lib/list-filters";
import { BaseService } from "@/services/base";
import type { components } from "@/types/api";

type Schemas = components["schemas"];
export type PipelineMetrics = Schemas["PipelineMetrics"];
export type Attention = Schemas["Attention"];
export type PipelineSettings = Schemas["PipelineSettings"];
export type StageSettings = Schemas["StageSettings"];
export type Reason = Schemas["Reason"];

class PipelineService extends BaseService {
  /** All columns with their first cards; with `limit` 1 little more than counts and sums. */
  getBoard(filters: BoardFilters, limit: number, signal?: AbortSignal) {
    return this.get<Board>("/pipeline/board", { query: { ...toQuery(filters), limit }, signal });
  }

  /** The next cards of one column. */
  async getColumn(filters: BoardFilters, stage: string, cursor: string, limit: number) {
    const board = await this.get<Board>("/pipeline/board", { query: { ...toQuery(filters), stage, cursor, limit } });
    return board.columns.find((column) => column.stage === stage);
  }

  getAttention(limit: number, signal?: AbortSignal) {
    return this.get<Attention>("/pipeline/attention", { query: { limit }, signal });
  }

  getMetrics(days: number, signal?: AbortSignal) {
    return this.get<PipelineMetrics>("/pipeline/metrics", { query: { days }, signal });
  }

  getSettings(signal?: AbortSignal) {
    return this.get<PipelineSettings>("/pipeline/settings", { signal });
  }

  putSettings(settings: PipelineSettings) {
    return this.put<PipelineSettings>("/pipeline/settings", settings);
  }
}

export const pipelineService = new PipelineService();
