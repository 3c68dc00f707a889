import { useTranslations } from "next-intl";
import { useId } from "react";

import type { DataImport, ImportMapping } from "@/services/data-import";

import { useFieldNames } from "./field-names";

const ROWS = 5;

export interface PreviewTableProps {
  data: Pick<DataImport, "columns" | "preview">;
  mapping: ImportMapping;
}

/** The first rows under what they become; columns that are left out are left out here too. */
export function PreviewTable({ data, mapping }: PreviewTableProps) {
  const t = useTranslations("import.map");
  const id = useId();
  const nameOf = useFieldNames();
  const shown = data.columns.map((column, index) => ({ column, index, field: mapping[column] })).filter(({ field }) => field);
  if (shown.length === 0) return null;
  return (
    <div>
      <h2 id={id} className="text-sm font-semibold">
        {t("preview")}
      </h2>
      <p className="text-xs text-muted-foreground">{t("previewText")}</p>
      <div className="scrollbar-thin mt-2 overflow-x-auto rounded-lg border" tabIndex={0} role="region" aria-labelledby={id}>
        <table className="w-full text-xs">
          <thead>
            <tr className="border-b bg-surface text-left text-muted-foreground">
              {shown.map(({ column, field }) => (
                <th key={column} scope="col" className="whitespace-nowrap px-3 py-2 font-medium">
                  {nameOf(field ?? "")}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {data.preview.slice(0, ROWS).map((row, rowIndex) => (
              <tr key={rowIndex} className="border-b last:border-b-0">
                {shown.map(({ column, index }) => (
                  <td key={column} className="max-w-52 truncate px-3 py-2" title={row[index]}>
                    {row[index]}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </div>
  );
}
