import type { DataImport, ImportKind, ImportMapping } from "@/services/data-import";

/** Of these one must be mapped, else a row can't become anything; as the API checks it. */
export const ONE_REQUIRED: Record<ImportKind, readonly string[]> = {
  clients: ["name", "first_name", "last_name", "company", "contact_name", "email", "phone", "contact_email", "contact_phone"],
  deals: ["title", "client_name"],
};

export interface MappingCheck {
  /** Nothing is mapped that a row could be told by. */
  isNameMissing: boolean;
  /** Fields that two columns feed although only one may. */
  clashing: string[];
  /** Columns that are left out. */
  ignored: string[];
}

/** What is wrong with a mapping before it runs; the API checks it again. */
export function checkMapping(data: Pick<DataImport, "kind" | "columns" | "repeatable_fields">, mapping: ImportMapping): MappingCheck {
  const fields = data.columns.map((column) => mapping[column]).filter((field): field is string => Boolean(field));
  return {
    isNameMissing: !ONE_REQUIRED[data.kind].some((field) => fields.includes(field)),
    clashing: [...new Set(fields.filter((field, index) => fields.indexOf(field) !== index))].filter(
      (field) => !data.repeatable_fields.includes(field),
    ),
    ignored: data.columns.filter((column) => !mapping[column]),
  };
}

/** The first different values of a column, for people to recognize it. */
export function samplesOf(preview: readonly (readonly string[])[], column: number, count = 3): string[] {
  const values = preview.map((row) => (row[column] ?? "").trim()).filter(Boolean);
  return [...new Set(values)].slice(0, count);
}

/** What an import has done so far, 0 to 100; null while that can't be said. */
export function progressPercent(data: Pick<DataImport, "row_count" | "processed_count" | "status">): number | null {
  if (data.status === "done" || data.status === "undone") return 100;
  if (data.status === "queued" || data.row_count === 0) return null;
  return Math.min(100, Math.floor((data.processed_count / data.row_count) * 100));
}

/** True while the server works on it. */
export function isUnderWay(status: DataImport["status"]): boolean {
  return status === "queued" || status === "running" || status === "undoing";
}
