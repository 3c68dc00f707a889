import { useTranslations } from "next-intl";

import { useFormat } from "@/hooks/use-format";
import { cn } from "@/lib/utils";
import type { DataImport } from "@/services/data-import";

import { progressPercent } from "@/lib/import-mapping";

/** How far a running import is; it can be left at any time. */
export function ImportProgress({ data }: { data: DataImport }) {
  const t = useTranslations("import.progress");
  const format = useFormat();
  const percent = progressPercent(data);
  const title =
    data.status === "queued"
      ? t("queued")
      : data.status === "undoing"
        ? t("undoing", { file: data.file_name })
        : t("running", { file: data.file_name });
  return (
    <section className="mx-auto w-full max-w-xl py-10" aria-live="polite">
      <h2 className="truncate font-medium">{title}</h2>
      <div
        role="progressbar"
        aria-label={title}
        aria-valuemin={0}
        aria-valuemax={100}
        aria-valuenow={percent ?? undefined}
        className="mt-3 h-2 overflow-hidden rounded-full bg-muted"
      >
        <div
          className={cn("h-full rounded-full bg-primary transition-[width] duration-200", percent === null && "w-1/4 animate-pulse")}
          style={percent === null ? undefined : { width: `${percent}%` }}
        />
      </div>
      <p className="tabular mt-2 flex justify-between text-xs text-muted-foreground">
        <span>{data.status === "running" && t("rows", { done: format.number(data.processed_count), total: data.row_count })}</span>
        {percent !== null && <span>{format.percent(percent / 100)}</span>}
      </p>
      <p className="mt-4 text-sm text-muted-foreground">{t("leave")}</p>
    </section>
  );
}
