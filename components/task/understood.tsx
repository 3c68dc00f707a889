"use client";

import { AtSign, Briefcase, CalendarDays, Repeat, X, type LucideIcon } from "lucide-react";
import { useTranslations } from "next-intl";

import type { Part, PartKind } from "@/lib/quick-task/parse";

export interface UnderstoodProps {
  /** What each part is taken to mean, in words. */
  meanings: readonly { part: Part; text: string }[];
  onIgnore: (part: Part) => void;
}

const ICONS: Record<PartKind, LucideIcon> = { date: CalendarDays, time: CalendarDays, repeat: Repeat, person: AtSign, deal: Briefcase };

/** What was read out of the line, each to be taken back where it isn't meant. */
export function Understood({ meanings, onIgnore }: UnderstoodProps) {
  const t = useTranslations("task.quickAdd");
  return (
    <ul aria-label={t("understood")} className="flex flex-wrap gap-1.5">
      {meanings.map(({ part, text }) => {
        const Icon = ICONS[part.kind];
        return (
          <li key={part.key}>
            <button
              type="button"
              onClick={() => onIgnore(part)}
              aria-label={t("takeBack", { text })}
              title={t("takeBack", { text })}
              className="group inline-flex h-6 items-center gap-1.5 rounded-md bg-primary/10 px-2 text-xs font-medium text-primary-text transition-colors hover:bg-primary/15 coarse:h-11 coarse:px-3"
            >
              <Icon className="size-3" aria-hidden />
              {text}
              <X className="size-3 opacity-50 group-hover:opacity-100" aria-hidden />
            </button>
          </li>
        );
      })}
    </ul>
  );
}
