"use client";

import { ChevronRight } from "lucide-react";
import { useTranslations } from "next-intl";
import { useEffect, useState } from "react";

import { StageDot } from "@/components/pipeline/stage-dot";
import { NameFields } from "@/components/setting/name-fields";
import { Input } from "@/components/ui/input";
import type { Stage } from "@/lib/stages";
import type { StageSettings } from "@/services/pipeline";

export interface StageRowProps {
  settings: StageSettings & { stage: Stage };
  name: string;
  /** What the product calls it. */
  usual: string;
  /** What a stage can ask for, in the order in which it is asked. */
  fields: { key: string; name: string }[];
  disabled: boolean;
  onChange: (changes: Partial<StageSettings>) => void;
}

const LONGEST_DAYS = 365;

/** A stage in one line, and what can be said about it when opened. */
export function StageRow({ settings, name, usual, fields, disabled, onChange }: StageRowProps) {
  const t = useTranslations("settings.pipeline");
  const { stage, names = {}, required = [], rotting_days: days = null } = settings;
  const asked = fields.filter((field) => required.includes(field.key));
  const toggle = (key: string) => {
    const wanted = required.includes(key) ? required.filter((other) => other !== key) : [...required, key];
    onChange({ required: fields.map((field) => field.key).filter((known) => wanted.includes(known)) });
  };
  return (
    <details className="group">
      <summary className="flex cursor-pointer list-none items-center gap-2.5 px-4 py-3 hover:bg-accent/50 [&::-webkit-details-marker]:hidden">
        <ChevronRight className="size-4 shrink-0 text-muted-foreground transition-transform group-open:rotate-90" aria-hidden />
        <StageDot stage={stage} />
        <span className="min-w-0 truncate font-medium">{name}</span>
        <span className="ml-auto min-w-0 truncate text-right text-xs text-muted-foreground">
          {[asked.length > 0 ? t("asksFor", { count: asked.length }) : null, stage !== "closed" && days ? t("waits", { days }) : null]
            .filter(Boolean)
            .join(" · ")}
        </span>
      </summary>
      <div className="space-y-4 px-4 pb-4 pt-1 sm:pl-11">
        <div className="space-y-1.5">
          <p className="text-sm font-medium">{t("names")}</p>
          <NameFields
            id={`stage-${stage}`}
            label={usual}
            names={names}
            usual={usual}
            disabled={disabled}
            onSave={(given) => onChange({ names: given })}
          />
        </div>
        <fieldset className="space-y-1.5">
          <legend className="text-sm font-medium">{t("required")}</legend>
          <p className="text-xs text-muted-foreground">{t("requiredHint")}</p>
          <div className="flex flex-wrap gap-1.5 pt-0.5">
            {fields.map((field) => (
              <label
                key={field.key}
                className="inline-flex cursor-pointer items-center rounded-md border px-2.5 py-1.5 text-sm transition-colors hover:bg-accent has-[:checked]:border-primary has-[:disabled]:cursor-default has-[:checked]:bg-primary/10 has-[:checked]:text-primary-text has-[:focus-visible]:outline has-[:focus-visible]:outline-2 has-[:focus-visible]:outline-offset-2 has-[:focus-visible]:outline-ring coarse:min-h-11"
              >
                <input
                  type="checkbox"
                  checked={required.includes(field.key)}
                  disabled={disabled}
                  onChange={() => toggle(field.key)}
                  className="sr-only"
                />
                {field.name}
              </label>
            ))}
          </div>
        </fieldset>
        {stage !== "closed" && (
          <DaysField id={`stage-${stage}-days`} days={days} disabled={disabled} onSave={(rotting_days) => onChange({ rotting_days })} />
        )}
      </div>
    </details>
  );
}

interface DaysFieldProps {
  id: string;
  days: number | null;
  disabled: boolean;
  onSave: (days: number | null) => void;
}

function DaysField({ id, days, disabled, onSave }: DaysFieldProps) {
  const t = useTranslations("settings.pipeline");
  const [text, setText] = useState(days?.toString() ?? "");
  useEffect(() => setText(days?.toString() ?? ""), [days]);
  const wanted = text.trim() === "" ? null : Number(text);
  const isWrong = wanted !== null && (!Number.isInteger(wanted) || wanted < 1 || wanted > LONGEST_DAYS);
  const save = () => {
    if (!isWrong && wanted !== days) onSave(wanted);
  };
  return (
    <div className="space-y-1.5">
      <label htmlFor={id} className="text-sm font-medium">
        {t("rotting")}
      </label>
      <p className="text-xs text-muted-foreground" id={`${id}-hint`}>
        {t("rottingHint")}
      </p>
      <div className="flex items-center gap-2 text-sm">
        <div className="w-20">
          <Input
            id={id}
            value={text}
            inputMode="numeric"
            maxLength={3}
            placeholder="–"
            disabled={disabled}
            aria-invalid={isWrong || undefined}
            aria-describedby={isWrong ? `${id}-error` : `${id}-hint`}
            className="tabular"
            onChange={(event) => setText(event.target.value)}
            onBlur={save}
            onKeyDown={(event) => event.key === "Enter" && save()}
          />
        </div>
        {t("days")}
      </div>
      {isWrong && (
        <p id={`${id}-error`} role="alert" className="text-xs text-destructive-text">
          {t("daysWrong")}
        </p>
      )}
    </div>
  );
}
