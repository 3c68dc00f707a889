"use client";

import { useTranslations } from "next-intl";
import { type KeyboardEvent, type ReactNode, useEffect, useId, useRef, useState } from "react";

import { fieldClasses } from "@/components/ui/input";
import { cn } from "@/lib/utils";

export interface InlineFieldProps {
  label: string;
  value: string;
  /** Saves on Enter and on leaving; resolves with the reason when it was refused, and what was typed stays. */
  onSave: (value: string) => Promise<string | null>;
  type?: "text" | "email" | "tel" | "url";
  isMultiline?: boolean;
  isReadOnly?: boolean;
  /** An empty value is put back instead of saved. */
  isRequired?: boolean;
  maxLength: number;
  /** How the value reads while nobody edits it: the groups of a phone number. */
  display?: (value: string) => string;
  /** At the end of the line: a link that opens the value. */
  action?: ReactNode;
  /** Hidden labels are still read out. */
  hideLabel?: boolean;
  className?: string;
}

/** A value that looks like text and is edited where it stands. Escape puts the former value back. */
export function InlineField(props: InlineFieldProps) {
  const { label, value, onSave, type = "text", isMultiline = false, isReadOnly = false, isRequired = false, maxLength } = props;
  const t = useTranslations("client");
  const id = useId();
  const field = useRef<HTMLInputElement & HTMLTextAreaElement>(null);
  const [draft, setDraft] = useState<string | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const [isFocused, setFocused] = useState(false);
  const shown = draft ?? (isFocused || !props.display ? value : props.display(value));
  useEffect(() => {
    // A value that arrives from elsewhere is the truth again, unless somebody types here or has a refusal to mend.
    if (problem === null && document.activeElement !== field.current) setDraft(null);
    // eslint-disable-next-line react-hooks/exhaustive-deps -- only another value is a reason to forget what was typed
  }, [value]);

  const save = async () => {
    const typed = (draft ?? value).trim();
    if (typed === value || (isRequired && !typed)) {
      setDraft(null);
      setProblem(null);
      return;
    }
    setDraft(null);
    const refused = await onSave(typed);
    setProblem(refused);
    if (refused) setDraft(typed);
  };
  const handleKeyDown = (event: KeyboardEvent) => {
    if (event.key === "Escape") {
      event.stopPropagation();
      setDraft(null);
      setProblem(null);
      // The value is back before the field is left, so that leaving saves nothing.
      requestAnimationFrame(() => field.current?.blur());
    }
    if (event.key === "Enter" && (!isMultiline || event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      field.current?.blur();
    }
  };
  const shared = {
    ref: field,
    id,
    value: shown,
    maxLength,
    readOnly: isReadOnly,
    placeholder: isReadOnly ? "–" : t("placeholder.empty"),
    autoComplete: "off",
    "aria-invalid": problem !== null,
    "aria-describedby": problem ? `${id}-problem` : undefined,
    onChange: (event: { target: { value: string } }) => setDraft(event.target.value),
    onFocus: () => setFocused(true),
    onBlur: () => {
      setFocused(false);
      void save();
    },
    onKeyDown: handleKeyDown,
    className: cn(
      fieldClasses,
      "border-transparent bg-transparent px-2 hover:border-input read-only:hover:border-transparent",
      isMultiline
        ? "block min-h-8 resize-none py-1.5 [field-sizing:content] max-md:min-h-11 max-md:py-3"
        : "h-8 truncate max-md:h-11 coarse:h-11",
      props.action && "pr-9",
      props.className,
    ),
  };

  return (
    <div className={cn(!props.hideLabel && "grid grid-cols-[6.5rem_minmax(0,1fr)] items-start gap-x-2")}>
      <label htmlFor={id} className={props.hideLabel ? "sr-only" : "pt-1.5 text-xs leading-5 text-muted-foreground max-md:pt-3"}>
        {label}
      </label>
      <div className="relative min-w-0">
        {isMultiline ? <textarea rows={value ? 2 : 1} {...shared} /> : <input type={type} {...shared} />}
        {props.action && <span className="absolute right-1 top-1/2 -translate-y-1/2">{props.action}</span>}
      </div>
      {problem && (
        <p id={`${id}-problem`} role="alert" className={cn("px-2 pt-1 text-xs text-destructive-text", !props.hideLabel && "col-start-2")}>
          {problem}
        </p>
      )}
    </div>
  );
}
