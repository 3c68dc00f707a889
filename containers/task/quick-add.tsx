"use client";

import { CornerDownLeft, Plus } from "lucide-react";
import { useTranslations } from "next-intl";
import { forwardRef, type FormEvent, type KeyboardEvent, useId, useImperativeHandle, useRef, useState } from "react";

import { useDueLabel } from "@/components/task/due-label";
import { HighlightedInput } from "@/components/task/highlighted-input";
import { useRepeatLabel } from "@/components/task/repeat-label";
import { Understood } from "@/components/task/understood";
import { Button } from "@/components/ui/button";
import { useErrorMessage } from "@/hooks/use-error-message";
import { useQuickTask } from "@/hooks/use-quick-task";
import { useTaskActions } from "@/hooks/use-task";
import type { Part } from "@/lib/quick-task/parse";
import { cn } from "@/lib/utils";
import type { TaskCreate } from "@/services/task";

export interface QuickAddHandle {
  focus: () => void;
}

export interface QuickAddProps {
  /** What every task made here is about. */
  about?: Pick<TaskCreate, "client_id" | "deal_id">;
  className?: string;
}

/** A task in one line: "ligar para Ana amanhã 15h". */
export const QuickAdd = forwardRef<QuickAddHandle, QuickAddProps>(({ about, className }, ref) => {
  const t = useTranslations("task.quickAdd");
  const id = useId();
  const field = useRef<HTMLInputElement>(null);
  const quick = useQuickTask();
  const { create, showUndo, invalidate } = useTaskActions();
  const toMessage = useErrorMessage();
  const dueLabel = useDueLabel();
  const repeatLabel = useRepeatLabel();
  const [marked, setMarked] = useState(0);
  const [isClosed, setClosed] = useState(false);
  const { task, text, options } = quick;
  const isListOpen = options.length > 0 && !isClosed;
  const isReady = task.title !== "" && task.title.length <= 300;
  useImperativeHandle(ref, () => ({ focus: () => field.current?.focus() }));

  const now = new Date();
  const has = (kind: Part["kind"]) => task.parts.some((part) => part.kind === kind);
  // Day and time are told once each, where both were named.
  const due = dueLabel({ due_on: task.due_on, due_time: has("date") && has("time") ? null : task.due_time, due_at: null }, now);
  const meaningOf = ({ kind }: Part): string => {
    if (kind === "person") return quick.assignee?.name ?? "";
    if (kind === "deal") return quick.deal?.name ?? "";
    if (kind === "repeat") return task.repeats ? repeatLabel(task.repeats) : "";
    return kind === "time" && has("date") ? (task.due_time ?? "") : due;
  };

  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!isReady) return;
    const draft = { ...quick.draft(), ...about };
    const kept = text;
    quick.reset();
    create.mutate(draft, {
      onSuccess: ({ commandId, data }) => {
        const when = dueLabel(data, new Date());
        showUndo({ message: t("created", { title: data.title }), description: when || undefined, commandId, invalidate });
      },
      onError: () => quick.setText(kept, kept.length),
    });
  };
  const choose = (index: number) => {
    const option = options[index];
    if (!option) return;
    const caret = quick.choose(option);
    setMarked(0);
    requestAnimationFrame(() => field.current?.setSelectionRange(caret, caret));
  };
  const handleKeyDown = (event: KeyboardEvent<HTMLInputElement>) => {
    if (isListOpen && ["ArrowDown", "ArrowUp", "Enter", "Tab", "Escape"].includes(event.key)) {
      event.preventDefault();
      event.stopPropagation();
      if (event.key === "ArrowDown") setMarked((marked + 1) % options.length);
      else if (event.key === "ArrowUp") setMarked((marked + options.length - 1) % options.length);
      else if (event.key === "Escape") setClosed(true);
      else choose(marked);
      return;
    }
    const { selectionStart, selectionEnd } = event.currentTarget;
    // Right behind something understood, the first Backspace says that it wasn't meant.
    const before = task.parts.find(({ end }) => end === selectionStart && selectionStart === selectionEnd);
    if (event.key === "Backspace" && before) {
      event.preventDefault();
      quick.ignore(before);
    } else if (event.key === "Escape") {
      event.stopPropagation();
      if (text) quick.reset();
      else event.currentTarget.blur();
    }
  };

  return (
    <form onSubmit={submit} className={cn("relative", className)} aria-label={t("label")}>
      <div className="flex items-center rounded-lg border bg-card transition-colors focus-within:border-primary hover:border-foreground/20">
        <Plus className="ml-3 size-4 shrink-0 text-muted-foreground" aria-hidden />
        <HighlightedInput
          ref={field}
          value={text}
          parts={task.parts}
          maxLength={400}
          autoComplete="off"
          role="combobox"
          aria-label={t("label")}
          aria-expanded={isListOpen}
          aria-controls={isListOpen ? `${id}-options` : undefined}
          aria-activedescendant={isListOpen ? `${id}-${marked}` : undefined}
          aria-describedby={`${id}-hint`}
          placeholder={t("placeholder")}
          onFocus={quick.use}
          onChange={(event) => {
            setClosed(false);
            setMarked(0);
            quick.setText(event.target.value, event.target.selectionStart ?? event.target.value.length);
          }}
          onSelect={(event) => quick.setCaret(event.currentTarget.selectionStart ?? 0)}
          onKeyDown={handleKeyDown}
        />
        {text && (
          <Button type="submit" size="sm" className="mr-1.5 coarse:h-10" disabled={!isReady}>
            <span className="max-sm:sr-only">{t("submit")}</span>
            <CornerDownLeft aria-hidden />
          </Button>
        )}
      </div>
      {isListOpen && (
        <ul
          id={`${id}-options`}
          role="listbox"
          aria-label={t("options")}
          className="absolute inset-x-0 top-full z-30 mt-1 max-h-64 overflow-y-auto rounded-lg border bg-popover p-1 shadow-md"
        >
          {options.map((option, index) => (
            // eslint-disable-next-line jsx-a11y/click-events-have-key-events -- chosen by keyboard from the field, which keeps the focus
            <li
              key={option.id}
              id={`${id}-${index}`}
              role="option"
              aria-selected={index === marked}
              onPointerDown={(event) => event.preventDefault()}
              onClick={() => choose(index)}
              className={cn(
                "flex h-8 cursor-default items-center truncate rounded-md px-2 text-sm coarse:h-11",
                index === marked && "bg-accent",
              )}
            >
              {option.name}
            </li>
          ))}
        </ul>
      )}
      <div id={`${id}-hint`} className={cn("mt-1.5 min-h-6", !text && "sr-only")}>
        {task.parts.length > 0 ? (
          <Understood meanings={task.parts.map((part) => ({ part, text: meaningOf(part) }))} onIgnore={quick.ignore} />
        ) : (
          <p className="text-xs leading-6 text-muted-foreground">{t("hint")}</p>
        )}
      </div>
      {create.isError && (
        <p role="alert" className="text-xs text-destructive-text">
          {toMessage(create.error)}
        </p>
      )}
    </form>
  );
});
QuickAdd.displayName = "QuickAdd";
