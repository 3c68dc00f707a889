import { BaseService } from "@/services/base";
import type { components } from "@/types/api";

type Schemas = components["schemas"];
export type ConversionReport = Schemas["ConversionReport"];
export type StageTimeReport = Schemas["StageTimeReport"];
export type OutcomeReport = Schemas["OutcomeReport"];
export type ActivityReport = Schemas["ActivityReport"];
export type FirstResponseReport = Schemas["FirstResponseReport"];
export type Report = ConversionReport | StageTimeReport | OutcomeReport | ActivityReport | FirstResponseReport;
export type Forecast = Schemas["Forecast"];

export interface ReportQuery {
  period: string;
  owner_id: string | null;
}

class ReportService extends BaseService {
  getReport(name: Report["name"], query: ReportQuery, signal?: AbortSignal) {
    return this.get<Report>(`/reports/${name}`, { query: { ...query }, signal });
  }

  getForecast(ownerId: string | null, signal?: AbortSignal) {
    return this.get<Forecast>("/pipeline/forecast", { query: { owner_id: ownerId }, signal });
  }
}

export const reportService = new ReportService();
