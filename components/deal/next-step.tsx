"use client";

import { CalendarCheck, CircleDashed, Plus } from "lucide-react";
import { useTranslations } from "next-intl";
import { useState, type FormEvent } from "react";

import { DateInput } from "@/components/common/date-input";
import { Button } from "@/components/ui/button";
import { Input } from "@/components/ui/input";
import { useFormat } from "@/hooks/use-format";
import { useTimeZone } from "@/hooks/use-time-zone";
import type { Deal } from "@/lib/board-types";
import { daysUntil } from "@/lib/stages";
import { cn } from "@/lib/utils";

export interface NextStepProps {
  task: Deal["next_task"];
  now: Date;
  canAdd: boolean;
  isSaving: boolean;
  /** Resolves true once it is planned. */
  onAdd: (title: string, dueOn: string | null) => Promise<boolean>;
}

/** The deal's earliest open task; where there is none, the offer to plan one. */
export function NextStep({ task, now, canAdd, isSaving, onAdd }: NextStepProps) {
  const t = useTranslations("deal.nextStep");
  const format = useFormat();
  const timeZone = useTimeZone();
  const [draft, setDraft] = useState<{ title: string; dueOn: string | null } | null>(null);
  if (task) {
    const due = task.due_at ?? task.due_on;
    const isLate = task.due_at ? new Date(task.due_at) < now : task.due_on !== null && daysUntil(task.due_on, now, timeZone) < 0;
    return (
      <p className="flex min-h-9 items-center gap-2 px-3 py-1.5">
        <CalendarCheck className="size-4 shrink-0 text-muted-foreground" aria-hidden />
        <span className="sr-only">{t("label")}</span>
        <span className="min-w-0 flex-1 truncate font-medium">{task.title}</span>
        {due && (
          <span className={cn("tabular shrink-0 text-xs", isLate ? "font-medium text-destructive-text" : "text-muted-foreground")}>
            {isLate && <span className="sr-only">{t("late")}</span>}
            {format.date(due, task.due_at ? "datetime" : "short")}
          </span>
        )}
      </p>
    );
  }
  const handleSubmit = async (event: FormEvent) => {
    event.preventDefault();
    if (draft?.title.trim() && (await onAdd(draft.title.trim(), draft.dueOn))) setDraft(null);
  };
  if (!draft) {
    return (
      <div className="flex min-h-9 items-center gap-2 px-3 py-1">
        <CircleDashed className="size-4 shrink-0 text-muted-foreground" aria-hidden />
        <span className="min-w-0 flex-1 text-muted-foreground">{t("none")}</span>
        {canAdd && (
          <Button variant="ghost" size="sm" className="-mr-2" onClick={() => setDraft({ title: "", dueOn: null })}>
            <Plus aria-hidden />
            {t("add")}
          </Button>
        )}
      </div>
    );
  }
  return (
    <form
      onSubmit={(event) => void handleSubmit(event)}
      onKeyDown={(event) => {
        if (event.key !== "Escape") return;
        event.stopPropagation();
        setDraft(null);
      }}
      data-editing
      className="space-y-2 p-2"
      noValidate
    >
      <Input
        value={draft.title}
        onChange={(event) => setDraft({ ...draft, title: event.target.value })}
        aria-label={t("label")}
        placeholder={t("hint")}
        maxLength={300}
        autoComplete="off"
        autoFocus
      />
      <div className="flex items-center gap-2">
        <div className="min-w-0 flex-1">
          <DateInput id="next-step-due" label={t("dueOn")} value={draft.dueOn} onChange={(dueOn) => setDraft({ ...draft, dueOn })} />
          <label htmlFor="next-step-due" className="sr-only">
            {t("dueOn")}
          </label>
        </div>
        <Button variant="ghost" size="sm" onClick={() => setDraft(null)}>
          {t("cancel")}
        </Button>
        <Button type="submit" size="sm" loading={isSaving} disabled={!draft.title.trim()}>
          {t("save")}
        </Button>
      </div>
    </form>
  );
}
