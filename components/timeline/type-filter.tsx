"use client";

import { useTranslations } from "next-intl";

import { cn } from "@/lib/utils";
import type { EntryType } from "@/services/timeline";

export const FILTER_TYPES = [
  "note",
  "call",
  "email",
  "whatsapp",
  "meeting",
  "task",
  "deal",
  "system",
] as const satisfies readonly EntryType[];
export type FilterType = (typeof FILTER_TYPES)[number];

export interface TypeFilterProps {
  value: FilterType | null;
  onChange: (type: FilterType | null) => void;
}

export function TypeFilter({ value, onChange }: TypeFilterProps) {
  const t = useTranslations("timeline.filter");
  return (
    <div role="group" aria-label={t("label")} className="flex gap-1 overflow-x-auto py-1 [scrollbar-width:none]">
      {[null, ...FILTER_TYPES].map((type) => (
        <button
          key={type ?? "all"}
          type="button"
          aria-pressed={type === value}
          onClick={() => onChange(type)}
          className={cn(
            "h-7 shrink-0 rounded-md px-2 text-xs font-medium transition-colors focus-visible:-outline-offset-2 max-md:h-11 max-md:px-3 coarse:h-11 coarse:px-3",
            type === value ? "bg-secondary text-secondary-foreground" : "text-muted-foreground hover:bg-accent hover:text-foreground",
          )}
        >
          {t(type ?? "all")}
        </button>
      ))}
    </div>
  );
}
