"use client";

import { useTranslations } from "next-intl";
import dynamic from "next/dynamic";
import { forwardRef, type FormEvent, type KeyboardEvent, useId, useImperativeHandle, useRef, useState } from "react";

import { Button } from "@/components/ui/button";
import { Textarea } from "@/components/ui/textarea";
import { useTimeZone } from "@/hooks/use-time-zone";
import { fromLocalInput, toLocalInput } from "@/lib/calendar-day";
import { cn } from "@/lib/utils";
import type { TimelineEntryCreate } from "@/services/timeline";

import { MAX_CONTENT } from "./entry-editor";
import { EntryIcon } from "./entry-icon";
import { TypeChoice, type WrittenType } from "./type-choice";

/** Of calls and meetings alone: a note is written without its code. */
const CallDetails = dynamic(() => import("./call-details").then((module) => module.CallDetails), {
  ssr: false,
  loading: () => <div aria-hidden className="h-14 w-full" />,
});

export type EntryDraft = Pick<TimelineEntryCreate, "type" | "content" | "timestamp" | "metadata">;

export interface ComposerHandle {
  /** Opens the composer for this kind of entry and puts the cursor into it. */
  open: (type: WrittenType) => void;
}

export interface TimelineComposerProps {
  /** Saves the entry; resolves with the reason when it was refused, and the text comes back. */
  onSubmit: (draft: EntryDraft) => Promise<string | null>;
  className?: string;
}

const LATEST_FUTURE_MS = 366 * 86_400_000;

/** One line until it is used; then kind, text and, for calls and meetings, when and how long. */
export const TimelineComposer = forwardRef<ComposerHandle, TimelineComposerProps>(({ onSubmit, className }, ref) => {
  const t = useTranslations("timeline");
  const timeZone = useTimeZone();
  const id = useId();
  const field = useRef<HTMLTextAreaElement>(null);
  const [isOpen, setIsOpen] = useState(false);
  const [type, setType] = useState<WrittenType>("note");
  const [content, setContent] = useState("");
  const [when, setWhen] = useState("");
  const [minutes, setMinutes] = useState("");
  const [direction, setDirection] = useState<"inbound" | "outbound">("outbound");
  const [problem, setProblem] = useState<string | null>(null);
  const surplus = content.length - MAX_CONTENT;
  const isReady = content.trim().length > 0 && surplus <= 0;

  const choose = (next: WrittenType) => {
    setType(next);
    if (next !== "note" && !when) setWhen(toLocalInput(new Date(), timeZone));
  };
  useImperativeHandle(ref, () => ({
    open: (next) => {
      setIsOpen(true);
      choose(next);
      // After a menu or dialog has given the focus back.
      setTimeout(() => field.current?.focus(), 0);
    },
  }));

  const submit = async () => {
    if (!isReady) return;
    const at = type === "note" ? null : fromLocalInput(when, timeZone);
    // The field says what is wrong with it.
    if (type !== "note" && !at) return;
    if (at && at.getTime() > Date.now() + LATEST_FUTURE_MS) return setProblem(t("composer.tooFar"));
    const duration = minutes === "" ? null : Math.round(Number(minutes) * 60);
    setProblem(null);
    const kept = { content, when, minutes };
    setContent("");
    setWhen(type === "note" ? "" : toLocalInput(new Date(), timeZone));
    setMinutes("");
    const refused = await onSubmit({
      type,
      content: content.trim(),
      timestamp: at?.toISOString() ?? null,
      metadata: type === "note" ? null : { duration_seconds: duration, direction: type === "call" ? direction : null, outcome: null },
    });
    if (!refused) return;
    setContent((typed) => typed || kept.content);
    setWhen(kept.when);
    setMinutes(kept.minutes);
    setIsOpen(true);
    setProblem(refused);
  };
  const handleSubmit = (event: FormEvent) => {
    event.preventDefault();
    void submit();
  };
  const handleKeyDown = (event: KeyboardEvent<HTMLTextAreaElement>) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      void submit();
    }
    if (event.key === "Escape") {
      event.stopPropagation();
      field.current?.blur();
      if (!content) setIsOpen(false);
    }
  };

  return (
    <form
      onSubmit={handleSubmit}
      aria-label={t("composer.label")}
      className={cn("rounded-lg border bg-card transition-colors focus-within:border-input", className)}
    >
      {isOpen && <TypeChoice value={type} onChange={choose} />}
      <div className="relative">
        {!isOpen && (
          <span className="pointer-events-none absolute left-3 top-3.5 text-muted-foreground">
            <EntryIcon type="note" />
          </span>
        )}
        <Textarea
          ref={field}
          rows={isOpen ? 3 : 1}
          value={content}
          aria-label={t(`composer.text.${type}`)}
          aria-invalid={surplus > 0 || problem !== null}
          aria-describedby={problem || surplus > 0 ? `${id}-problem` : undefined}
          placeholder={t(`composer.${type}`)}
          className={cn(
            "block resize-none border-0 bg-transparent hover:border-0 focus-visible:outline-none",
            isOpen ? "min-h-20" : "min-h-11 py-3 pl-9",
          )}
          onFocus={() => setIsOpen(true)}
          onChange={(event) => setContent(event.target.value)}
          onKeyDown={handleKeyDown}
        />
      </div>
      {isOpen && (
        <div className="flex flex-wrap items-end gap-2 border-t px-3 py-2">
          {type !== "note" && (
            <CallDetails
              when={when}
              onWhenChange={setWhen}
              minutes={minutes}
              onMinutesChange={setMinutes}
              direction={type === "call" ? direction : undefined}
              onDirectionChange={setDirection}
            />
          )}
          <div className="ml-auto flex items-center gap-3">
            <span className="hidden text-xs text-muted-foreground lg:inline">{t("composer.hint")}</span>
            <Button type="submit" size="sm" className="max-md:h-11" disabled={!isReady}>
              {t(`composer.submit.${type}`)}
            </Button>
          </div>
        </div>
      )}
      {(problem || surplus > 0) && (
        <p id={`${id}-problem`} role="alert" className="px-3 pb-2 text-xs text-destructive-text">
          {problem ?? t("composer.tooLong", { count: surplus })}
        </p>
      )}
    </form>
  );
});
TimelineComposer.displayName = "TimelineComposer";
