"use client";

import { CalendarDays } from "lucide-react";
import { useTranslations } from "next-intl";
import { cloneElement } from "react";

import { useDueLabel } from "@/components/task/due-label";
import { useOnDemand } from "@/hooks/use-on-demand";
import { cn } from "@/lib/utils";
import type { Task, TaskChanges } from "@/services/task";

const loadPopover = () => import("@/components/task/due-popover").then((module) => module.DuePopover);

export interface DueButtonProps {
  task: Task;
  now: Date;
  isLate: boolean;
  /** Under a heading that names the day: the time alone is told. */
  isDayKnown?: boolean;
  isReadOnly: boolean;
  onChange: (changes: TaskChanges) => void;
  className?: string;
}

/** When it is due; a click moves it. */
export function DueButton({ task, now, isLate, isDayKnown, isReadOnly, onChange, className }: DueButtonProps) {
  const t = useTranslations("task");
  const dueLabel = useDueLabel();
  const label = dueLabel(task, now, isDayKnown);
  const inFull = dueLabel(task, now);
  const { taken: DuePopover, approach, take } = useOnDemand(loadPopover);
  const classes = cn(
    "tabular inline-flex h-7 items-center gap-1.5 whitespace-nowrap rounded-md px-1.5 text-xs coarse:h-11",
    isLate ? "text-destructive-text" : "text-muted-foreground",
    className,
  );
  if (isReadOnly) return <span className={classes}>{label}</span>;
  const trigger = (
    <button
      type="button"
      aria-label={inFull ? t("changeDue", { due: inFull }) : t("setDue")}
      className={cn(classes, "transition-colors hover:bg-accent hover:text-foreground", !label && "opacity-60 group-hover:opacity-100")}
    >
      {label || <CalendarDays className="size-4" aria-hidden />}
    </button>
  );
  if (DuePopover) return <DuePopover trigger={trigger} task={task} onChange={onChange} />;
  return cloneElement(trigger, {
    "aria-haspopup": "dialog",
    "aria-expanded": false,
    onPointerEnter: approach,
    onFocus: approach,
    onClick: take,
  });
}
