"use client";

import { useState, type InputHTMLAttributes } from "react";

import { fieldClasses } from "@/components/ui/input";
import { cn } from "@/lib/utils";

export interface InlineFieldProps extends Omit<InputHTMLAttributes<HTMLInputElement>, "value" | "onChange" | "onSubmit"> {
  /** As it is typed: amounts and the like already in the person's format. */
  value: string;
  /** Called on Enter and on leaving, when the text changed; false keeps the text and marks it as wrong. */
  onCommit: (text: string) => boolean;
  /** Why the text was not taken. */
  problem?: string;
}

/** A value that reads as text and is edited by typing into it; Escape brings the old one back. */
export function InlineField({ value, onCommit, problem, className, id, ...input }: InlineFieldProps) {
  const [text, setText] = useState<string | null>(null);
  const [isWrong, setWrong] = useState(false);

  const commit = () => {
    if (text === null) return;
    const isTaken = text === value || onCommit(text);
    setWrong(!isTaken);
    if (isTaken) setText(null);
  };

  return (
    <>
      <input
        {...input}
        id={id}
        data-editing={text !== null || undefined}
        value={text ?? value}
        aria-invalid={isWrong || undefined}
        aria-describedby={isWrong && problem ? `${id}-problem` : undefined}
        onChange={(event) => setText(event.target.value)}
        onBlur={commit}
        onKeyDown={(event) => {
          if (event.key === "Enter") {
            event.preventDefault();
            commit();
          }
          if (event.key === "Escape" && text !== null) {
            setText(null);
            setWrong(false);
          }
        }}
        className={cn(fieldClasses, "h-8 min-w-0 border-transparent bg-transparent px-2 hover:border-input coarse:h-11", className)}
      />
      {isWrong && problem && (
        <p id={`${id}-problem`} role="alert" className="px-2 text-xs text-destructive-text">
          {problem}
        </p>
      )}
    </>
  );
}
