"use client";

import { cn } from "@/lib/utils";

export interface Choice<Value extends string> {
  value: Value;
  text: string;
  /** Beside the text when there are some. */
  count?: number;
  isUrgent?: boolean;
}

export interface ChoiceBarProps<Value extends string> {
  label: string;
  value: Value;
  options: readonly Choice<Value>[];
  onChange: (value: Value) => void;
}

/** One of a few, all in sight. */
export function ChoiceBar<Value extends string>({ label, value, options, onChange }: ChoiceBarProps<Value>) {
  return (
    <div role="group" aria-label={label} className="-mx-1 flex gap-1 overflow-x-auto px-1 [scrollbar-width:none]">
      {options.map((option) => (
        <button
          key={option.value}
          type="button"
          aria-pressed={option.value === value}
          onClick={() => onChange(option.value)}
          className={cn(
            "inline-flex h-7 shrink-0 items-center gap-1.5 rounded-md px-2 text-xs font-medium transition-colors focus-visible:-outline-offset-2 max-md:h-11 max-md:px-3 coarse:h-11 coarse:px-3",
            option.value === value
              ? "bg-secondary text-secondary-foreground"
              : "text-muted-foreground hover:bg-accent hover:text-foreground",
          )}
        >
          {option.text}
          {Boolean(option.count) && <span className={cn("tabular", option.isUrgent && "text-destructive-text")}>{option.count}</span>}
        </button>
      ))}
    </div>
  );
}
