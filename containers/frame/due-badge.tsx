"use client";

import { useTranslations } from "next-intl";

import { useTaskCounts } from "@/hooks/use-task";
import { cn } from "@/lib/utils";

/** How many of one's tasks are due today or late, beside the place in the sidebar. */
export function DueBadge() {
  const t = useTranslations("nav");
  const { data } = useTaskCounts();
  const count = (data?.today ?? 0) + (data?.overdue ?? 0);
  if (!data || count === 0) return null;
  return (
    <span
      className={cn(
        "tabular -mr-0.5 inline-flex h-5 min-w-5 items-center justify-center rounded px-1 text-2xs font-semibold",
        data.overdue > 0 ? "bg-destructive/10 text-destructive-text" : "bg-secondary text-secondary-foreground",
      )}
    >
      <span aria-hidden>{count > 99 ? "99+" : count}</span>
      <span className="sr-only">{t("tasksDue", { count })}</span>
    </span>
  );
}
