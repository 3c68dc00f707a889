"use client";

import { useTranslations } from "next-intl";

import { cn } from "@/lib/utils";

export const CLIENT_TABS = ["timeline", "tasks", "details", "people", "deals"] as const;
export type ClientTab = (typeof CLIENT_TABS)[number];

/** Which part of the client a narrow screen shows; a wide one shows them all. */
export function ClientTabs({ value, onChange }: { value: ClientTab; onChange: (tab: ClientTab) => void }) {
  const t = useTranslations("client");
  return (
    <div role="group" aria-label={t("tabs")} className="flex shrink-0 overflow-x-auto border-b px-2 [scrollbar-width:none] lg:hidden">
      {CLIENT_TABS.map((tab) => (
        <button
          key={tab}
          type="button"
          aria-pressed={tab === value}
          onClick={() => onChange(tab)}
          className={cn(
            "-mb-px h-11 flex-1 whitespace-nowrap border-b-2 px-2 text-sm font-medium transition-colors focus-visible:-outline-offset-2",
            tab === value ? "border-primary text-foreground" : "border-transparent text-muted-foreground hover:text-foreground",
          )}
        >
          {t(`tab.${tab}`)}
        </button>
      ))}
    </div>
  );
}
