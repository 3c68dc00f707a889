/** What deals and clients can be narrowed by: one set of names for the URL, saved views and the API. */
import type { QueryValue } from "@/services/base";

export const DEAL_FILTERS = [
  "query",
  "owner_id",
  "client_id",
  "tag",
  "created",
  "expected_close",
  "closed",
  "stage_entered",
  "outcome",
  "source",
  "next_step",
  "reached",
  "reason",
  "value_min",
  "value_max",
] as const;
export const CLIENT_FILTERS = ["query", "owner_id", "kind", "tag", "source", "created", "last_contact", "has_open_deals"] as const;

/** Several values stand in one parameter, parted by commas. */
const LISTS: ReadonlySet<string> = new Set(["owner_id", "tag", "outcome", "source"]);
const SEVERAL: ReadonlySet<string> = new Set(["owner_id", "tag", "outcome"]);

export type Values = Readonly<Record<string, string | null | undefined>>;

/** As the lists' query parameters. */
export function toQuery(values: Values): Record<string, QueryValue | QueryValue[]> {
  return Object.fromEntries(
    Object.entries(values).map(([name, value]) => [name, value && SEVERAL.has(name) ? value.split(",").filter(Boolean) : value]),
  );
}

/** As a saved view keeps them. */
export function toView(values: Values): Record<string, unknown> {
  const filled = Object.entries(values).filter(([, value]) => value);
  return Object.fromEntries(
    filled.map(([name, value]) => [name, LISTS.has(name) ? (SEVERAL.has(name) ? (value ?? "").split(",") : [value]) : value]),
  );
}

/** As the URL holds them; what a page doesn't know is left out. */
export function fromView(filters: Record<string, unknown>, names: readonly string[]): Record<string, string | null> {
  const text = (value: unknown): string | null => {
    if (Array.isArray(value)) return value.join(",") || null;
    return typeof value === "string" || typeof value === "number" || typeof value === "boolean" ? String(value) || null : null;
  };
  return Object.fromEntries(names.map((name) => [name, text(filters[name])]));
}
