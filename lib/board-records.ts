/** Valid records for tests: each test names only the fields it is about. */
import type { Board, BoardColumn, Deal } from "@/lib/board-types";
import { STAGES, type Stage } from "@/lib/stages";

export function aDeal(fields: Partial<Deal> = {}): Deal {
  return {
    id: "01900000-0000-7000-8000-000000000001",
    title: "Site novo",
    client_id: "01900000-0000-7000-8000-0000000000c1",
    client_name: "Padaria Aurora",
    stage: "lead",
    value_cents: 0,
    currency: "BRL",
    owner_id: null,
    owner_name: null,
    expected_close_date: null,
    outcome: null,
    lost_reason: null,
    won_reason: null,
    position: "a1",
    stage_entered_at: "2026-03-01T09:00:00Z",
    earlier_stage_seconds: 0,
    snoozed_until: null,
    next_task: null,
    closed_at: null,
    source: null,
    tags: [],
    custom_fields: {},
    last_touch: null,
    version: 1,
    created_at: "2026-03-01T09:00:00Z",
    updated_at: "2026-03-01T09:00:00Z",
    ...fields,
  };
}

export function aBoard(deals: Deal[] = [], columns: Partial<Record<Stage, Partial<BoardColumn>>> = {}): Board {
  return {
    columns: STAGES.map((stage) => {
      const items = deals.filter((deal) => deal.stage === stage);
      const value_cents: Record<string, number> = {};
      for (const deal of items) value_cents[deal.currency] = (value_cents[deal.currency] ?? 0) + deal.value_cents;
      return { stage, count: items.length, value_cents, items, next_cursor: null, ...columns[stage] };
    }),
  };
}
