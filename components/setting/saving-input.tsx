"use client";

import { useEffect, useState } from "react";

import { Input } from "@/components/ui/input";

export interface SavingInputProps {
  id: string;
  value: string;
  /** Runs when the field is left or Enter is pressed, with a changed text only. */
  onSave: (value: string) => void;
  /** Said below the field instead of saving an empty text. */
  requiredMessage: string;
  autoComplete?: string;
  disabled?: boolean;
}

/** A field that saves in place; Escape brings the saved text back. */
export function SavingInput({ id, value, onSave, requiredMessage, autoComplete, disabled }: SavingInputProps) {
  const [draft, setDraft] = useState(value);
  useEffect(() => setDraft(value), [value]);
  const isEmpty = draft.trim() === "";
  const save = () => {
    if (!isEmpty && draft.trim() !== value) onSave(draft.trim());
  };
  return (
    <>
      <Input
        id={id}
        value={draft}
        maxLength={200}
        autoComplete={autoComplete}
        disabled={disabled}
        aria-invalid={isEmpty || undefined}
        aria-describedby={isEmpty ? `${id}-error` : undefined}
        onChange={(event) => setDraft(event.target.value)}
        onBlur={save}
        onKeyDown={(event) => {
          if (event.key === "Enter") save();
          if (event.key === "Escape") setDraft(value);
        }}
      />
      {isEmpty && (
        <p id={`${id}-error`} role="alert" className="mt-1.5 text-xs text-destructive-text">
          {requiredMessage}
        </p>
      )}
    </>
  );
}
