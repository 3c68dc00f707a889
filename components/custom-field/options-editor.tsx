"use client";

import { ArrowUp, Plus, X } from "lucide-react";
import { useTranslations } from "next-intl";

import { Button } from "@/components/ui/button";
import { Input } from "@/components/ui/input";

export interface OptionDraft {
  /** Of this form alone. */
  id: string;
  /** What records hold; a new option gets its own from the server. */
  key?: string;
  name: string;
}

export interface OptionsEditorProps {
  options: OptionDraft[];
  onChange: (options: OptionDraft[]) => void;
  problem?: string;
}

export const emptyOption = (): OptionDraft => ({ id: crypto.randomUUID(), name: "" });

export function OptionsEditor({ options, onChange, problem }: OptionsEditorProps) {
  const t = useTranslations("customField.dialog");
  const add = () => {
    const option = emptyOption();
    onChange([...options, option]);
    requestAnimationFrame(() => document.getElementById(`option-${option.id}`)?.focus());
  };
  const moveUp = (index: number) => {
    const moved = [...options];
    moved.splice(index - 1, 0, ...moved.splice(index, 1));
    onChange(moved);
  };
  return (
    <fieldset className="space-y-2">
      <legend className="mb-1.5 text-sm font-medium">{t("options")}</legend>
      {options.map((option, index) => {
        const name = option.name.trim() || t("option", { number: index + 1 });
        return (
          <div key={option.id} className="flex items-center gap-1">
            <Input
              id={`option-${option.id}`}
              aria-label={t("option", { number: index + 1 })}
              placeholder={t("option", { number: index + 1 })}
              maxLength={80}
              autoComplete="off"
              className="max-md:h-11"
              value={option.name}
              onChange={(event) =>
                onChange(options.map((other) => (other.id === option.id ? { ...other, name: event.target.value } : other)))
              }
              onKeyDown={(event) => {
                if (event.key !== "Enter") return;
                event.preventDefault();
                if (option.name.trim()) add();
              }}
            />
            <Button
              type="button"
              variant="ghost"
              size="icon-sm"
              disabled={index === 0}
              aria-label={t("optionUp", { name })}
              onClick={() => moveUp(index)}
            >
              <ArrowUp aria-hidden />
            </Button>
            <Button
              type="button"
              variant="ghost"
              size="icon-sm"
              aria-label={t("removeOption", { name })}
              onClick={() => onChange(options.filter((other) => other.id !== option.id))}
            >
              <X aria-hidden />
            </Button>
          </div>
        );
      })}
      {problem && (
        <p role="alert" className="text-xs text-destructive-text">
          {problem}
        </p>
      )}
      <Button type="button" variant="outline" size="sm" onClick={add}>
        <Plus aria-hidden />
        {t("addOption")}
      </Button>
    </fieldset>
  );
}
