import type { DEAL_FILTERS } from "@/lib/list-filters";
import type { components } from "@/types/api";

type Schemas = components["schemas"];
export type Deal = Schemas["Deal"];
export type Board = Schemas["Board"];
export type BoardColumn = Schemas["BoardColumn"];
export type StageVisit = Schemas["StageVisit"];

/** Query parameters of GET /pipeline/board, and of the board's own URL. */
export type BoardFilters = Partial<Record<(typeof DEAL_FILTERS)[number], string>>;
