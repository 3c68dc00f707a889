"use client";

import { useTranslations } from "next-intl";
import { type KeyboardEvent, useState } from "react";

import { Button } from "@/components/ui/button";
import { Textarea } from "@/components/ui/textarea";

export const MAX_CONTENT = 20_000;

export interface EntryEditorProps {
  text: string;
  onTextChange: (text: string) => void;
  /** Resolves with the reason when it was refused, in the reader's language. */
  onSave: (text: string) => Promise<string | null>;
  onClose: () => void;
}

/** The text of an entry, changed in place. Ctrl or ⌘ + Enter saves, Escape leaves. */
export function EntryEditor({ text, onTextChange, onSave, onClose }: EntryEditorProps) {
  const t = useTranslations("timeline");
  const [problem, setProblem] = useState<string | null>(null);
  const [isSaving, setIsSaving] = useState(false);
  const canSave = text.trim().length > 0 && text.length <= MAX_CONTENT;

  const save = async () => {
    if (!canSave || isSaving) return;
    setIsSaving(true);
    const refused = await onSave(text.trim());
    setIsSaving(false);
    if (refused) setProblem(refused);
    else onClose();
  };
  const handleKeyDown = (event: KeyboardEvent) => {
    if (event.key === "Escape") {
      event.stopPropagation();
      onClose();
    }
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) void save();
  };

  return (
    <div className="mt-1 space-y-2">
      <Textarea
        autoFocus
        rows={4}
        aria-label={t("edit")}
        aria-invalid={problem !== null}
        value={text}
        onChange={(event) => onTextChange(event.target.value)}
        onKeyDown={handleKeyDown}
        onFocus={(event) => event.target.setSelectionRange(text.length, text.length)}
      />
      {problem && (
        <p role="alert" className="text-xs text-destructive-text">
          {problem}
        </p>
      )}
      <div className="flex gap-2">
        <Button size="sm" loading={isSaving} disabled={!canSave} onClick={() => void save()}>
          {t("save")}
        </Button>
        <Button size="sm" variant="ghost" onClick={onClose}>
          {t("cancel")}
        </Button>
      </div>
    </div>
  );
}
