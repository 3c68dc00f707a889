"use client";

import { Check } from "lucide-react";
import { useTranslations } from "next-intl";

import { inkOn } from "@/components/organization/organization-mark";
import { cn } from "@/lib/utils";

/** Quiet on both themes and apart from each other. */
const COLORS = ["#4f46e5", "#0284c7", "#0f766e", "#15803d", "#ca8a04", "#ea580c", "#dc2626", "#be185d", "#7c3aed", "#475569"] as const;

export interface ColorPickerProps {
  value: string | null;
  disabled: boolean;
  /** An empty text takes the colour away. */
  onChange: (color: string) => void;
}

export function ColorPicker({ value, disabled, onChange }: ColorPickerProps) {
  const t = useTranslations("settings.organization");
  return (
    <div role="radiogroup" aria-label={t("color")} className="flex flex-wrap gap-1">
      {COLORS.map((color, index) => (
        <button
          key={color}
          type="button"
          role="radio"
          aria-checked={value === color}
          aria-label={t("colorNumber", { number: index + 1 })}
          disabled={disabled}
          onClick={() => onChange(value === color ? "" : color)}
          style={{ backgroundColor: color, color: inkOn(color) }}
          className={cn(
            "flex size-6 items-center justify-center rounded-full transition-transform hover:scale-110 disabled:opacity-50 coarse:size-9",
            value === color && "ring-2 ring-ring ring-offset-2 ring-offset-card",
          )}
        >
          {value === color && <Check className="size-3.5" strokeWidth={3} aria-hidden />}
        </button>
      ))}
    </div>
  );
}
