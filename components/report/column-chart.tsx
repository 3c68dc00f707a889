import { TONE_FILLS } from "@/components/report/tones";
import type { ReportChart } from "@/lib/report-types";
import { cn } from "@/lib/utils";

/** Columns over time, stacked from the ground up. The table below says the same in numbers. */
export function ColumnChart({ chart }: { chart: ReportChart }) {
  const isDense = chart.columns.length > 16;
  return (
    <section className="rounded-lg border bg-card p-4">
      <div className="flex flex-wrap items-center justify-between gap-x-4 gap-y-1">
        <h2 className="text-sm font-semibold">{chart.title}</h2>
        {chart.legend.length > 1 && (
          <ul className="flex flex-wrap gap-x-4 gap-y-1">
            {chart.legend.map(({ tone, label }) => (
              <li key={tone} className="flex items-center gap-1.5 text-xs text-muted-foreground">
                <span aria-hidden className={cn("size-2 rounded-full", TONE_FILLS[tone])} />
                {label}
              </li>
            ))}
          </ul>
        )}
      </div>
      <div aria-hidden className={cn("mt-4 flex h-40 items-end", isDense ? "gap-px" : "gap-2")}>
        {chart.columns.map((column) => (
          <div key={column.key} title={column.title} className="group flex h-full min-w-0 flex-1 flex-col justify-end gap-1.5">
            <div className="flex min-h-0 flex-1 flex-col-reverse items-center rounded-t transition-colors group-hover:bg-accent">
              {column.segments.map(({ tone, share }, place) => (
                <div
                  key={tone}
                  className={cn(
                    "w-full max-w-12 shrink-0",
                    TONE_FILLS[tone],
                    place === column.segments.length - 1 && (isDense ? "rounded-t-sm" : "rounded-t"),
                  )}
                  style={{ height: `${share * 100}%` }}
                />
              ))}
            </div>
            {!isDense && (
              <p className={cn("truncate text-center text-2xs text-muted-foreground", column.isNow && "font-semibold text-foreground")}>
                {column.label}
              </p>
            )}
          </div>
        ))}
      </div>
      {isDense && (
        <p aria-hidden className="mt-1.5 flex justify-between text-2xs text-muted-foreground">
          <span>{chart.columns[0]?.label}</span>
          <span>{chart.columns.at(-1)?.label}</span>
        </p>
      )}
    </section>
  );
}
