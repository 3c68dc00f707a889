"use client";

import { useTranslations } from "next-intl";

import { Input } from "@/components/ui/input";

export const OTHER = "other";

export interface ReasonChoiceProps {
  id: string;
  legend: string;
  /** Key and name of each, in the organization's order; one's own words come last by themselves. */
  reasons: { key: string; name: string }[];
  reason: string | null;
  text: string;
  onChoose: (reason: string) => void;
  onWrite: (text: string) => void;
  problem: string | null;
}

/** One of the organization's reasons, or a few words. */
export function ReasonChoice({ id, legend, reasons, reason, text, onChoose, onWrite, problem }: ReasonChoiceProps) {
  const t = useTranslations("pipeline");
  const describedBy = problem ? `${id}-problem` : undefined;
  return (
    <>
      <fieldset aria-describedby={describedBy}>
        <legend className="mb-1.5 text-sm font-medium">{legend}</legend>
        <div className="flex flex-wrap gap-1.5">
          {[...reasons, { key: OTHER, name: t("lostReason.other") }].map((option, index) => (
            <label
              key={option.key}
              className="max-w-full cursor-pointer rounded-md border px-2.5 py-1.5 text-sm transition-colors hover:bg-accent has-[:checked]:border-primary has-[:checked]:bg-primary/10 has-[:checked]:text-primary-text has-[:focus-visible]:outline has-[:focus-visible]:outline-2 has-[:focus-visible]:outline-offset-2 has-[:focus-visible]:outline-ring coarse:inline-flex coarse:min-h-11 coarse:items-center"
            >
              <input
                type="radio"
                name={`${id}-reason`}
                value={option.key}
                checked={reason === option.key}
                autoFocus={index === 0}
                onChange={() => onChoose(option.key)}
                className="sr-only"
              />
              <span className="break-words">{option.name}</span>
            </label>
          ))}
        </div>
      </fieldset>
      {reason === OTHER && (
        <Input
          value={text}
          onChange={(event) => onWrite(event.target.value)}
          aria-label={t("closing.other")}
          placeholder={t("closing.other")}
          aria-invalid={Boolean(problem) || undefined}
          aria-describedby={describedBy}
          maxLength={200}
          autoFocus
        />
      )}
      {problem && (
        <p id={`${id}-problem`} role="alert" className="text-xs text-destructive-text">
          {problem}
        </p>
      )}
    </>
  );
}
