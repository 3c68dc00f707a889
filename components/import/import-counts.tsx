import { useTranslations } from "next-intl";

import { useFormat } from "@/hooks/use-format";
import { cn } from "@/lib/utils";
import type { DataImport } from "@/services/data-import";

/** What became of each row; the four add up to the rows of the file. */
export function ImportCounts({ data }: { data: DataImport }) {
  const t = useTranslations("import.count");
  const format = useFormat();
  const counts = [
    { label: t("created"), value: data.created_count, className: "text-success-text" },
    { label: t("updated"), value: data.updated_count },
    { label: t("duplicates"), value: data.duplicate_count },
    { label: t("problems"), value: data.problem_count, className: "text-destructive-text" },
  ];
  return (
    <div>
      <dl className="grid grid-cols-2 gap-px overflow-hidden rounded-lg border bg-border sm:grid-cols-4">
        {counts.map(({ label, value, className }) => (
          <div key={label} className="bg-card p-3">
            <dt className="text-xs text-muted-foreground">{label}</dt>
            <dd className={cn("tabular mt-0.5 text-xl font-semibold", value > 0 ? className : "text-muted-foreground")}>
              {format.number(value)}
            </dd>
          </div>
        ))}
      </dl>
      <p className="mt-2 text-xs text-muted-foreground">
        {t("sum", { rows: data.row_count })}
        {data.warning_count > 0 && ` · ${t("warnings", { count: data.warning_count })}`}
      </p>
    </div>
  );
}
