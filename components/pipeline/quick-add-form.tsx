"use client";

import { useTranslations } from "next-intl";
import { useEffect, useId, useRef, useState, type FormEvent, type ReactNode } from "react";

import { Button } from "@/components/ui/button";
import { Input } from "@/components/ui/input";
import { useStageName } from "@/hooks/use-pipeline-settings";
import type { OpenStage } from "@/lib/stages";

export interface QuickAddFormProps {
  stage: OpenStage;
  currency: string;
  clientField: ReactNode;
  isSaving: boolean;
  /** A sentence about what is missing or was refused. */
  problem: string | null;
  /** Resolves true once saved: the form stays open for the next one. */
  onSubmit: (draft: { title: string; value: string }) => Promise<boolean>;
  onClose: () => void;
}

export function QuickAddForm({ stage, currency, clientField, isSaving, problem, onSubmit, onClose }: QuickAddFormProps) {
  const t = useTranslations("pipeline");
  const stageName = useStageName();
  const id = useId();
  const title = useRef<HTMLInputElement>(null);
  const [draft, setDraft] = useState({ title: "", value: "" });

  useEffect(() => title.current?.focus(), []);

  const handleSubmit = async (event: FormEvent) => {
    event.preventDefault();
    if (!(await onSubmit(draft))) return;
    setDraft({ title: "", value: "" });
    title.current?.focus();
  };

  return (
    <form
      aria-label={t("column.add", { stage: stageName(stage) })}
      onSubmit={(event) => void handleSubmit(event)}
      onKeyDown={(event) => {
        if (event.key === "Escape" && !event.defaultPrevented) onClose();
      }}
      className="mx-2 mb-2 space-y-2 rounded-lg border bg-card p-2"
      noValidate
    >
      <Input
        ref={title}
        value={draft.title}
        onChange={(event) => setDraft({ ...draft, title: event.target.value })}
        placeholder={t("quickAdd.title")}
        aria-label={t("quickAdd.title")}
        aria-describedby={problem ? `${id}-problem` : undefined}
        maxLength={200}
        autoComplete="off"
      />
      {clientField}
      <Input
        value={draft.value}
        onChange={(event) => setDraft({ ...draft, value: event.target.value })}
        placeholder={t("quickAdd.value", { currency })}
        aria-label={t("quickAdd.value", { currency })}
        inputMode="decimal"
        autoComplete="off"
        className="tabular"
      />
      {problem && (
        <p id={`${id}-problem`} role="alert" className="text-xs text-destructive-text">
          {problem}
        </p>
      )}
      <div className="flex justify-end gap-2">
        <Button variant="ghost" size="sm" onClick={onClose}>
          {t("quickAdd.close")}
        </Button>
        <Button type="submit" size="sm" loading={isSaving}>
          {t("quickAdd.save")}
        </Button>
      </div>
    </form>
  );
}
