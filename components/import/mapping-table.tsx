"use client";

import { useTranslations } from "next-intl";

import { fieldClasses } from "@/components/ui/input";
import { cn } from "@/lib/utils";
import type { DataImport, ImportMapping } from "@/services/data-import";

import { samplesOf } from "@/lib/import-mapping";
import { useFieldNames } from "./field-names";

export interface MappingTableProps {
  data: Pick<DataImport, "columns" | "fields" | "preview">;
  mapping: ImportMapping;
  onChange: (column: string, field: string | null) => void;
  /** Fields that two columns become although only one may. */
  clashing: readonly string[];
}

/** Each column of the file with real values of it, and what it becomes. */
export function MappingTable({ data, mapping, onChange, clashing }: MappingTableProps) {
  const t = useTranslations("import.map");
  const nameOf = useFieldNames();
  return (
    <table className="w-full table-fixed text-sm">
      <thead className="max-md:sr-only">
        <tr className="border-b text-left text-xs text-muted-foreground">
          <th scope="col" className="w-1/4 py-2 pr-4 font-medium">
            {t("column")}
          </th>
          <th scope="col" className="py-2 pr-4 font-medium">
            {t("samples")}
          </th>
          <th scope="col" className="w-60 py-2 font-medium">
            {t("field")}
          </th>
        </tr>
      </thead>
      <tbody>
        {data.columns.map((column, index) => {
          const field = mapping[column] ?? "";
          const samples = samplesOf(data.preview, index);
          return (
            <tr key={column} className="border-b last:border-b-0 max-md:block max-md:py-3">
              <th scope="row" className="truncate py-2 pr-4 text-left font-medium max-md:block max-md:py-0" title={column}>
                {column}
              </th>
              <td className="truncate py-2 pr-4 text-muted-foreground max-md:block max-md:py-1" title={samples.join(" · ")}>
                {samples.length > 0 ? samples.join(" · ") : <span className="italic">{t("noSamples")}</span>}
              </td>
              <td className="py-1.5 max-md:block max-md:pt-1">
                <select
                  aria-label={t("fieldOf", { column })}
                  aria-invalid={clashing.includes(field)}
                  value={field}
                  onChange={(event) => onChange(column, event.target.value || null)}
                  className={cn(fieldClasses, "h-8 px-2 max-md:h-11 coarse:h-11", !field && "text-muted-foreground")}
                >
                  <option value="">{t("leaveOut")}</option>
                  {data.fields.map((name) => (
                    <option key={name} value={name}>
                      {nameOf(name)}
                    </option>
                  ))}
                </select>
              </td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}
