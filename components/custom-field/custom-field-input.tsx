"use client";

import { useTranslations } from "next-intl";
import { type KeyboardEvent, useState } from "react";

import { fieldClasses } from "@/components/ui/input";
import { useFieldLabel } from "@/hooks/use-custom-field";
import { useFormat } from "@/hooks/use-format";
import { cn } from "@/lib/utils";
import type { CustomField, CustomFieldValue } from "@/services/custom-field";

import { fromTyped, toTyped } from "./custom-text";

export interface CustomFieldInputProps {
  id: string;
  field: CustomField;
  value: CustomFieldValue | undefined;
  /** With every change in a form; on leaving and on Enter where `saves`. */
  onChange: (value: CustomFieldValue) => void;
  members: { user_id: string; full_name: string }[];
  /** Looks like text until it is edited, and is saved by itself. */
  saves?: boolean;
  readOnly?: boolean;
  invalid?: boolean;
  describedBy?: string;
}

const QUIET = "border-transparent bg-transparent px-2 hover:border-input disabled:opacity-100 disabled:hover:border-transparent";

/** The control that fits a field's kind, all of them the browser's own. */
export function CustomFieldInput(props: CustomFieldInputProps) {
  const { id, field, value, onChange, members, saves = false, readOnly = false, invalid, describedBy } = props;
  const t = useTranslations("customField.value");
  const labelOf = useFieldLabel();
  const shared = { id, disabled: readOnly, "aria-invalid": invalid, "aria-describedby": describedBy };
  const className = cn(fieldClasses, saves ? cn(QUIET, "h-8") : "h-9 px-3", "max-md:h-11 coarse:h-11");

  if (field.kind === "multi_choice") {
    const chosen = Array.isArray(value) ? value : [];
    const toggle = (key: string) => onChange(chosen.includes(key) ? chosen.filter((other) => other !== key) : [...chosen, key]);
    const shown = readOnly ? field.options.filter(({ key }) => chosen.includes(key)) : field.options;
    return (
      <div
        id={id}
        role="group"
        aria-label={labelOf(field)}
        aria-describedby={describedBy}
        className={cn("flex flex-wrap gap-1 py-1", saves && "px-2")}
      >
        {shown.length === 0 && <span className="text-muted-foreground">–</span>}
        {shown.map((option) => (
          <button
            key={option.key}
            type="button"
            disabled={readOnly}
            aria-pressed={chosen.includes(option.key)}
            onClick={() => toggle(option.key)}
            className={cn(
              "min-h-6 rounded-full border px-2.5 text-xs transition-colors coarse:min-h-11",
              chosen.includes(option.key)
                ? "border-primary/40 bg-primary/10 font-medium text-primary-text"
                : "text-muted-foreground hover:border-foreground/30 hover:text-foreground",
            )}
          >
            {labelOf(option)}
          </button>
        ))}
      </div>
    );
  }
  if (field.kind === "choice" || field.kind === "user" || field.kind === "boolean") {
    const choices =
      field.kind === "choice"
        ? field.options.map((option) => ({ key: option.key, name: labelOf(option) }))
        : field.kind === "user"
          ? members.map((member) => ({ key: member.user_id, name: member.full_name }))
          : [
              { key: "true", name: t("yes") },
              { key: "false", name: t("no") },
            ];
    const current = value === null || value === undefined ? "" : String(value);
    const isFormer = current !== "" && !choices.some((choice) => choice.key === current);
    return (
      <select
        {...shared}
        value={current}
        className={cn(className, saves && "appearance-none truncate", !current && "text-muted-foreground")}
        onChange={(event) =>
          onChange(!event.target.value ? null : field.kind === "boolean" ? event.target.value === "true" : event.target.value)
        }
      >
        <option value="">{readOnly || saves ? "–" : t("choose")}</option>
        {isFormer && <option value={current}>{field.kind === "user" ? t("former") : current}</option>}
        {choices.map((choice) => (
          <option key={choice.key} value={choice.key}>
            {choice.name}
          </option>
        ))}
      </select>
    );
  }
  return <TypedInput {...props} className={className} shared={shared} />;
}

interface TypedInputProps extends CustomFieldInputProps {
  className: string;
  shared: { id: string; "aria-invalid"?: boolean; "aria-describedby"?: string };
}

function TypedInput({ field, value, onChange, saves = false, readOnly = false, className, shared }: TypedInputProps) {
  const format = useFormat();
  const [draft, setDraft] = useState<string | null>(null);
  const typed = toTyped(field, value, format);
  const commit = () => {
    if (saves && draft !== null && draft.trim() !== typed) onChange(fromTyped(field, draft));
    if (saves) setDraft(null);
  };
  const handleKeyDown = (event: KeyboardEvent<HTMLInputElement>) => {
    if (!saves) return;
    if (event.key === "Enter") event.currentTarget.blur();
    if (event.key === "Escape" && draft !== null) {
      event.stopPropagation();
      setDraft(null);
    }
  };
  const isFigure = field.kind === "number" || field.kind === "money";
  return (
    <input
      {...shared}
      type={field.kind === "date" ? "date" : field.kind === "url" ? "url" : "text"}
      inputMode={isFigure ? "decimal" : undefined}
      min={field.kind === "date" ? "1900-01-01" : undefined}
      max={field.kind === "date" ? "2200-12-31" : undefined}
      maxLength={field.kind === "text" ? 2000 : 500}
      autoComplete="off"
      placeholder={saves ? "–" : field.kind === "money" ? (field.currency ?? undefined) : undefined}
      readOnly={readOnly}
      data-editing={draft !== null ? "" : undefined}
      className={cn(
        className,
        isFigure && "tabular",
        saves && field.kind === "date" && !typed && draft === null && "text-muted-foreground",
      )}
      value={draft ?? typed}
      onChange={(event) => {
        setDraft(event.target.value);
        if (!saves) onChange(fromTyped(field, event.target.value));
      }}
      onBlur={commit}
      onKeyDown={handleKeyDown}
    />
  );
}
