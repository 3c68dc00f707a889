"use client";

import { Bell, Check, Pencil, Repeat, Trash2 } from "lucide-react";
import { useTranslations } from "next-intl";

import { AssigneeButton, type Colleague } from "@/components/task/assignee-button";
import { DueButton } from "@/components/task/due-button";
import { useRepeatLabel } from "@/components/task/repeat-label";
import { Button } from "@/components/ui/button";
import { useTimeZone } from "@/hooks/use-time-zone";
import { Link } from "@/i18n/navigation";
import { paths } from "@/lib/paths";
import { isOverdue } from "@/lib/task-groups";
import { cn } from "@/lib/utils";
import type { Task, TaskChanges } from "@/services/task";

/** What of its client and deal a row names. */
export type RowNames = "both" | "deal" | "none";

export interface TaskRowProps {
  task: Task;
  now: Date;
  members: readonly Colleague[];
  showAssignee: boolean;
  names?: RowNames;
  /** Under a heading that names the day. */
  isDayKnown?: boolean;
  isReadOnly: boolean;
  onComplete: (isCompleted: boolean) => void;
  onChange: (changes: TaskChanges) => void;
  onEdit: () => void;
  onDelete: () => void;
}

export function TaskRow(props: TaskRowProps) {
  const { task, now, members, showAssignee, names = "both", isDayKnown, isReadOnly, onComplete, onChange, onEdit, onDelete } = props;
  const t = useTranslations("task");
  const timeZone = useTimeZone();
  const repeatLabel = useRepeatLabel();
  const isDone = task.completed_at !== null;
  return (
    <li
      data-task={task.id}
      tabIndex={-1}
      className="group relative flex scroll-my-16 items-start gap-3 rounded-md px-2 py-1.5 transition-colors hover:bg-accent/60 focus:bg-accent focus:outline-none focus-visible:ring-2 focus-visible:ring-inset focus-visible:ring-primary/60"
    >
      <button
        type="button"
        role="checkbox"
        aria-checked={isDone}
        aria-label={t(isDone ? "reopen" : "complete", { title: task.title })}
        disabled={isReadOnly}
        onClick={() => onComplete(!isDone)}
        className={cn(
          "relative mt-1 flex size-5 shrink-0 items-center justify-center rounded-full border transition-colors before:absolute before:-inset-1 coarse:before:-inset-3",
          isDone
            ? "border-success bg-success text-success-foreground"
            : "border-muted-foreground/50 text-transparent hover:border-success hover:text-success-text",
        )}
      >
        <Check className="size-3" strokeWidth={3} aria-hidden />
      </button>
      <div className="min-w-0 flex-1 py-0.5">
        <button
          type="button"
          data-edit
          onClick={onEdit}
          disabled={isReadOnly}
          className={cn(
            "block max-w-full text-pretty break-words text-left text-sm leading-6",
            isDone && "text-muted-foreground line-through",
          )}
        >
          {task.title}
        </button>
        <p className="flex min-w-0 items-center gap-x-2 text-xs text-muted-foreground empty:hidden">
          {names === "both" && task.client_id && (
            <Link
              href={paths.client(task.client_id)}
              className="block min-w-0 truncate leading-6 underline-offset-4 hover:text-foreground hover:underline"
            >
              {task.client_name}
            </Link>
          )}
          {names !== "none" && task.deal_id && (
            <>
              {names === "both" && <span aria-hidden>·</span>}
              <Link
                href={paths.deal(task.deal_id)}
                className="block min-w-0 truncate leading-6 underline-offset-4 hover:text-foreground hover:underline"
              >
                {task.deal_title}
              </Link>
            </>
          )}
          {task.repeats && (
            <span className="inline-flex min-w-0 items-center gap-1">
              <Repeat className="size-3 shrink-0" aria-hidden />
              <span className="truncate">{repeatLabel(task.repeats)}</span>
            </span>
          )}
          {task.reminder_minutes !== null && !isDone && (
            <span className="inline-flex shrink-0 items-center" title={t("hasReminder")}>
              <Bell className="size-3" aria-hidden />
              <span className="sr-only">{t("hasReminder")}</span>
            </span>
          )}
        </p>
      </div>
      {!isReadOnly && (
        <div className="hidden shrink-0 items-center opacity-0 transition-opacity focus-within:opacity-100 group-hover:opacity-100 md:flex">
          <Button variant="ghost" size="icon-sm" aria-label={t("edit", { title: task.title })} onClick={onEdit}>
            <Pencil aria-hidden />
          </Button>
          <Button variant="ghost" size="icon-sm" aria-label={t("delete", { title: task.title })} onClick={onDelete}>
            <Trash2 aria-hidden />
          </Button>
        </div>
      )}
      <DueButton
        task={task}
        now={now}
        isLate={isOverdue(task, now, timeZone)}
        isDayKnown={isDayKnown}
        isReadOnly={isReadOnly || isDone}
        onChange={onChange}
      />
      {showAssignee && (
        <AssigneeButton
          task={task}
          members={members}
          isReadOnly={isReadOnly}
          onChange={(colleague) => onChange({ assignee_id: colleague?.user_id ?? null })}
        />
      )}
    </li>
  );
}
