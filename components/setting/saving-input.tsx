"use client";

import { useEffect, useState } from "react";

import { Input } from "@/components/ui/input";

export interface SavingInputProps {
  id: string;
  value: string;
  /** Runs when the field is left or Enter is pressed, with a changed text only. */
  onSave: (value: string) => void;
  /** Said below the field instead of saving an empty text; without it, empty is saved too. */
  requiredMessage?: string;
  /** Where no label of its own stands beside it. */
  label?: string;
  placeholder?: string;
  maxLength?: number;
  autoComplete?: string;
  disabled?: boolean;
}

/** A field that saves in place; Escape brings the saved text back. */
export function SavingInput(props: SavingInputProps) {
  const { id, value, onSave, requiredMessage, label, placeholder, maxLength = 200, autoComplete, disabled } = props;
  const [draft, setDraft] = useState(value);
  useEffect(() => setDraft(value), [value]);
  const isEmpty = requiredMessage !== undefined && draft.trim() === "";
  const save = () => {
    if (!isEmpty && draft.trim() !== value) onSave(draft.trim());
  };
  return (
    <>
      <Input
        id={id}
        value={draft}
        aria-label={label}
        placeholder={placeholder}
        maxLength={maxLength}
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
