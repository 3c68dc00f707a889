"use client";

import { CalendarClock, CalendarX, MessageCircleOff, Sparkles, type LucideIcon } from "lucide-react";
import { useTranslations } from "next-intl";

import { EmptyState } from "@/components/common/empty-state";
import { useFormat } from "@/hooks/use-format";
import { useTimeZone } from "@/hooks/use-time-zone";
import { Link } from "@/i18n/navigation";
import type { Deal } from "@/lib/board-types";
import { paths } from "@/lib/paths";
import { daysOfSilence, daysUntil } from "@/lib/stages";
import { cn } from "@/lib/utils";
import type { components } from "@/types/api";

type AttentionItem = components["schemas"]["AttentionItem"];
type AttentionReason = AttentionItem["reason"];

const ICONS: Record<AttentionReason, LucideIcon> = {
  overdue: CalendarX,
  closing: CalendarClock,
  rotting: MessageCircleOff,
};

export interface AttentionListProps {
  items: AttentionItem[];
  now: Date;
}

export function AttentionList({ items, now }: AttentionListProps) {
  const t = useTranslations("dashboard.attention");
  const format = useFormat();
  const timeZone = useTimeZone();
  if (items.length === 0) return <EmptyState icon={Sparkles} title={t("none")} description={t("noneText")} compact />;
  return (
    <ul className="-mx-2">
      {items.map(({ deal, reason }) => {
        const Icon = ICONS[reason];
        return (
          <li
            key={deal.id}
            className="relative flex items-center gap-3 rounded-md px-2 py-2 transition-colors hover:bg-accent coarse:min-h-11"
          >
            <Icon className={cn("size-4 shrink-0", reason === "overdue" ? "text-destructive-text" : "text-warning-text")} aria-hidden />
            <div className="min-w-0 flex-1">
              <Link href={paths.deal(deal.id)} className="block truncate text-sm font-medium after:absolute after:inset-0 after:rounded-md">
                {deal.title}
              </Link>
              <p className="truncate text-xs text-muted-foreground">
                <span className="first-letter:uppercase">{t(`reason.${reason}`, { days: daysOf(deal, reason, now, timeZone) })}</span> ·{" "}
                {deal.client_name}
              </p>
            </div>
            {deal.value_cents > 0 && (
              <span className="tabular shrink-0 text-sm">{format.money(deal.value_cents, deal.currency, { compact: true })}</span>
            )}
          </li>
        );
      })}
    </ul>
  );
}

function daysOf(deal: Deal, reason: AttentionReason, now: Date, timeZone?: string): number {
  if (reason === "rotting") return daysOfSilence(deal, now);
  return deal.expected_close_date ? Math.abs(daysUntil(deal.expected_close_date, now, timeZone)) : 0;
}
