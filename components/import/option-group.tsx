import { useId } from "react";

import { cn } from "@/lib/utils";

export interface OptionGroupProps<T extends string> {
  label: string;
  hint?: string;
  value: T;
  options: readonly { value: T; label: string; text?: string }[];
  onChange: (value: T) => void;
}

/** A choice of few, each explained. */
export function OptionGroup<T extends string>({ label, hint, value, options, onChange }: OptionGroupProps<T>) {
  const name = useId();
  return (
    <fieldset>
      <legend className="text-sm font-medium">{label}</legend>
      {hint && <p className="text-xs text-muted-foreground">{hint}</p>}
      <div className="mt-2 space-y-1">
        {options.map((option) => (
          <label key={option.value} className="flex min-h-8 cursor-pointer items-start gap-2.5 rounded-md py-1.5 max-md:min-h-11">
            <input
              type="radio"
              name={name}
              checked={option.value === value}
              onChange={() => onChange(option.value)}
              className="mt-0.5 size-4 shrink-0 accent-primary"
            />
            <span className={cn(!option.text && "leading-5")}>
              <span className="block text-sm">{option.label}</span>
              {option.text && <span className="block text-xs text-muted-foreground">{option.text}</span>}
            </span>
          </label>
        ))}
      </div>
    </fieldset>
  );
}
