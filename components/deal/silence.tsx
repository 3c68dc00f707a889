"use client";

import { BellOff, MessageCircleMore, MessageCircleOff, X } from "lucide-react";
import { useTranslations } from "next-intl";

import { CalendarButton } from "@/components/common/calendar-button";
import { Button } from "@/components/ui/button";
import { useFormat } from "@/hooks/use-format";
import { useTimeZone } from "@/hooks/use-time-zone";
import type { Deal } from "@/lib/board-types";
import { dayOf } from "@/lib/calendar-day";
import { daysOfSilence, isSnoozed } from "@/lib/stages";

export interface SilenceProps {
  deal: Deal;
  now: Date;
  /** How many days without contact the stage bears; null: any. */
  patienceDays: number | null;
  readOnly: boolean;
  /** With a day to come, or null to be reminded again at once. */
  onSnooze: (until: string | null) => void;
}

/** Since when nobody spoke with the client, whether that is too long here, and until when it is fine. */
export function Silence({ deal, now, patienceDays, readOnly, onSnooze }: SilenceProps) {
  const t = useTranslations("deal.silence");
  const format = useFormat();
  const timeZone = useTimeZone();
  const days = daysOfSilence(deal, now);
  const isTooLong = patienceDays !== null && days >= patienceDays;
  if (isTooLong && isSnoozed(deal, now, timeZone) && deal.snoozed_until) {
    return (
      <div className="flex min-h-9 items-center gap-2 px-3 py-1">
        <BellOff className="size-4 shrink-0 text-muted-foreground" aria-hidden />
        <span className="min-w-0 flex-1 text-muted-foreground">
          {t("snoozed", { date: format.date(deal.snoozed_until, "short"), days })}
        </span>
        {!readOnly && (
          <Button variant="ghost" size="icon-sm" className="-mr-1.5" aria-label={t("wake")} onClick={() => onSnooze(null)}>
            <X aria-hidden />
          </Button>
        )}
      </div>
    );
  }
  if (!isTooLong) {
    return (
      <p className="flex min-h-9 items-center gap-2 px-3 py-1.5 text-muted-foreground">
        <MessageCircleMore className="size-4 shrink-0" aria-hidden />
        {deal.last_touch ? t("fine", { days }) : t("never")}
      </p>
    );
  }
  return (
    <div className="flex min-h-9 items-center gap-2 px-3 py-1">
      <MessageCircleOff className="size-4 shrink-0 text-warning-text" aria-hidden />
      <p className="min-w-0 flex-1">
        <span className="font-medium text-warning-text">{t("tooLong", { days })}</span>{" "}
        <span className="text-xs text-muted-foreground">{t("why", { days: patienceDays })}</span>
      </p>
      {!readOnly && (
        <span className="-mr-1.5 flex items-center text-xs text-muted-foreground">
          {t("snooze")}
          <CalendarButton
            label={t("snoozeUntil")}
            value={deal.snoozed_until}
            onPick={(date) => date > dayOf(now, timeZone) && onSnooze(date)}
          />
        </span>
      )}
    </div>
  );
}
