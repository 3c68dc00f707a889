import { BaseService } from "@/services/base";
import type { components } from "@/types/api";

type Schemas = components["schemas"];
export type DataImport = Schemas["DataImport"];
export type DataImportPage = Schemas["DataImportPage"];
export type DataImportProblem = Schemas["DataImportProblem"];
export type DataImportProblemPage = Schemas["DataImportProblemPage"];
export type ImportKind = DataImport["kind"];
/** Field of each column; null leaves the column out. */
export type ImportMapping = Record<string, string | null | undefined>;
export type ImportCommit = { mapping: Record<string, string | null>; on_duplicate: "skip" | "update"; date_order: "dmy" | "mdy" };

class DataImportService extends BaseService {
  listImports(cursor: string | null, signal?: AbortSignal) {
    return this.get<DataImportPage>("/imports", { query: { cursor, limit: 20 }, signal });
  }

  getImport(id: string, signal?: AbortSignal) {
    return this.get<DataImport>(`/imports/${id}`, { signal });
  }

  uploadFile(file: File, kind: ImportKind) {
    const form = new FormData();
    form.set("kind", kind);
    form.set("file", file);
    return this.post<DataImport>("/imports", form, { timeoutSeconds: 0 });
  }

  commitImport(id: string, data: ImportCommit) {
    return this.post<DataImport>(`/imports/${id}/commit`, data);
  }

  undoImport(id: string) {
    return this.post<DataImport>(`/imports/${id}/undo`);
  }

  listProblems(id: string, cursor: string | null, signal?: AbortSignal) {
    return this.get<DataImportProblemPage>(`/imports/${id}/problems`, { query: { cursor, limit: 50 }, signal });
  }

  /** The rows that were left out, with their reasons, as they can be corrected and imported again. */
  downloadProblems(id: string) {
    return this.download(`/imports/${id}/problems.csv`);
  }
}

export const dataImportService = new DataImportService();
