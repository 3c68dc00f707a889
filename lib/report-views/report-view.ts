import type { ReportView } from "@/lib/report-types";
import { conversionView, outcomeView, stageTimeView } from "@/lib/report-views/pipeline";
import { activityView, firstResponseView } from "@/lib/report-views/team";
import type { ReportWords } from "@/lib/report-views/words";
import type { Report } from "@/services/report";

export function reportView(report: Report, words: ReportWords): ReportView {
  switch (report.name) {
    case "conversion":
      return conversionView(report, words);
    case "outcomes":
      return outcomeView(report, words);
    case "stage-time":
      return stageTimeView(report, words);
    case "activity":
      return activityView(report, words);
    case "first-response":
      return firstResponseView(report, words);
  }
}
