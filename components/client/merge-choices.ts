import type { Client } from "@/services/client";
import type { CustomField, CustomFieldValue } from "@/services/custom-field";

export const MERGED_FIELDS = ["name", "kind", "email", "phone", "website", "tax_id", "source", "address", "notes", "owner_id"] as const;
export type MergedField = (typeof MERGED_FIELDS)[number];
export type Side = "survivor" | "merged";

export interface MergeRow {
  /** As the API's `choices` call it. */
  name: string;
  field: MergedField | null;
  own: CustomField | null;
  survivor: CustomFieldValue;
  merged: CustomFieldValue;
  /** Whose value it takes when nobody chooses. */
  preset: Side;
}

const isEmpty = (value: unknown) => value === null || value === undefined || value === "" || (Array.isArray(value) && value.length === 0);

/** The fields in which two clients differ, those first that both have filled in. */
export function mergeRows(survivor: Client, merged: Client, fields: CustomField[]): MergeRow[] {
  const rows = [
    ...MERGED_FIELDS.map((name) => ({ name, field: name, own: null, survivor: survivor[name] ?? null, merged: merged[name] ?? null })),
    ...fields.map((own) => ({
      name: `custom_fields.${own.key}`,
      field: null,
      own,
      survivor: (survivor.custom_fields[own.key] ?? null) as CustomFieldValue,
      merged: (merged.custom_fields[own.key] ?? null) as CustomFieldValue,
    })),
  ];
  const differing = rows.filter((row) => JSON.stringify(row.survivor ?? "") !== JSON.stringify(row.merged ?? ""));
  const withPreset = differing.map((row): MergeRow => ({ ...row, preset: isEmpty(row.survivor) ? "merged" : "survivor" }));
  const isClash = (row: MergeRow) => !isEmpty(row.survivor) && !isEmpty(row.merged);
  return [...withPreset.filter(isClash), ...withPreset.filter((row) => !isClash(row))];
}

/** What is sent: every row's side, so that what was seen is what happens. */
export function choicesOf(rows: MergeRow[], chosen: Record<string, Side>): Record<string, Side> {
  return Object.fromEntries(rows.map((row) => [row.name, chosen[row.name] ?? row.preset]));
}
