import type { components } from "@/types/api";

type Schemas = components["schemas"];
export type Deal = Schemas["Deal"];
export type Board = Schemas["Board"];
export type BoardColumn = Schemas["BoardColumn"];
export type StageVisit = Schemas["StageVisit"];

/** Query parameters of GET /pipeline/board, and of the board's own URL. */
export interface BoardFilters {
  query?: string;
  owner_id?: string;
  client_id?: string;
  tag?: string;
}
