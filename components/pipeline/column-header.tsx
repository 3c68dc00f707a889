"use client";

import { Plus } from "lucide-react";
import { useTranslations } from "next-intl";

import { useFormat } from "@/hooks/use-format";
import { useStageName } from "@/hooks/use-pipeline-settings";
import { sums } from "@/lib/board-cache";
import { StageDot } from "@/components/pipeline/stage-dot";
import type { BoardColumn } from "@/lib/board-types";

export interface ColumnHeaderProps {
  column: BoardColumn;
  titleId: string;
  /** Of the organization: its sum comes first. */
  currency: string;
  /** Absent where nothing can be added: the closed column, or for somebody who only reads. */
  onAdd?: () => void;
}

export function ColumnHeader({ column, titleId, currency: own, onAdd }: ColumnHeaderProps) {
  const t = useTranslations("pipeline");
  const format = useFormat();
  const stageName = useStageName();
  const totals = sums(column.value_cents, own).map(([currency, cents]) => format.money(cents, currency));
  return (
    <header className="flex min-h-14 items-start gap-2 px-3 pb-1.5 pt-2.5">
      <div className="min-w-0 flex-1">
        <h2 id={titleId} className="flex items-center gap-2 text-sm font-semibold">
          <StageDot stage={column.stage} />
          <span className="truncate">{stageName(column.stage)}</span>
          <span className="tabular text-xs font-normal text-muted-foreground">
            <span aria-hidden>{format.number(column.count)}</span>
            <span className="sr-only">{t("column.count", { count: column.count })}</span>
          </span>
        </h2>
        <p className="tabular mt-0.5 truncate text-xs text-muted-foreground" title={totals.length > 1 ? totals.join(" + ") : undefined}>
          {totals.length > 0 ? totals.join(" + ") : t("column.noValue")}
        </p>
      </div>
      {onAdd && (
        <button
          type="button"
          aria-label={t("column.add", { stage: stageName(column.stage) })}
          onClick={onAdd}
          className="inline-flex size-7 shrink-0 items-center justify-center rounded-md text-muted-foreground transition-colors hover:bg-accent hover:text-foreground coarse:size-11"
        >
          <Plus className="size-4" aria-hidden />
        </button>
      )}
    </header>
  );
}
