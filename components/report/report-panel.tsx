"use client";

import { useLocale, useTranslations } from "next-intl";

import { ColumnChart } from "@/components/report/column-chart";
import { ReportFigures } from "@/components/report/report-figures";
import { ReportTable } from "@/components/report/report-table";
import { toCsv } from "@/lib/csv";
import type { ReportTableData, ReportView } from "@/lib/report-types";
import { saveFile } from "@/lib/save-file";
import { cn } from "@/lib/utils";

export interface ReportPanelProps {
  view: ReportView;
  fileName: string;
  /** Another period is on its way. */
  isStale: boolean;
}

export function ReportPanel({ view: { figures, chart, tables }, fileName, isStale }: ReportPanelProps) {
  const t = useTranslations("report");
  const locale = useLocale();
  const save = ({ title, headings, rows }: ReportTableData) => {
    const text = toCsv([headings, ...rows.map(({ label, cells }) => [label, ...cells])], locale);
    saveFile(new Blob([text], { type: "text/csv;charset=utf-8" }), `${fileName} - ${title}.csv`);
  };
  return (
    <div aria-busy={isStale} className={cn("space-y-4 transition-opacity", isStale && "opacity-60")}>
      <ReportFigures figures={figures} />
      {chart && <ColumnChart chart={chart} />}
      {tables.map((table) => (
        <ReportTable key={table.title} table={table} saveLabel={t("save")} onSave={() => save(table)} />
      ))}
    </div>
  );
}
