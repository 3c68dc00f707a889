"use client";

import {
  CalendarCheck,
  CircleDashed,
  Clock,
  Mail,
  MessageCircle,
  Phone,
  StickyNote,
  Trophy,
  Users,
  XCircle,
  type LucideIcon,
} from "lucide-react";
import { useTranslations } from "next-intl";
import { memo } from "react";

import { OwnerAvatar } from "@/components/deal/owner-avatar";
import { useFormat } from "@/hooks/use-format";
import { useTimeZone } from "@/hooks/use-time-zone";
import { daysInStage, daysOfSilence, daysSince, daysUntil, isRotting, type Patience } from "@/lib/stages";
import { cn } from "@/lib/utils";
import type { Deal } from "@/lib/board-types";

const CHANNEL_ICONS: Record<string, LucideIcon> = {
  call: Phone,
  email: Mail,
  meeting: Users,
  note: StickyNote,
  whatsapp: MessageCircle,
};

export interface DealCardProps {
  deal: Deal;
  now: Date;
  patience: Patience;
}

/** What a card says; the frame around it (link, drag, menu) is DealTile's. */
export const DealCard = memo(function DealCard({ deal, now, patience }: DealCardProps) {
  const t = useTranslations("pipeline.card");
  const timeZone = useTimeZone();
  const format = useFormat();
  return (
    <span className="flex h-full min-w-0 flex-col gap-0.5">
      <span className="truncate pr-7 text-xs text-muted-foreground coarse:pr-10">{deal.client_name}</span>
      <span className="truncate font-medium leading-5">{deal.title}</span>
      <span className="mt-auto flex min-w-0 items-center gap-2">
        {deal.value_cents > 0 ? (
          <span className="tabular max-w-full shrink-0 truncate font-medium">{format.money(deal.value_cents, deal.currency)}</span>
        ) : (
          <span className="text-xs text-muted-foreground">{t("noValue")}</span>
        )}
        <CloseDate deal={deal} now={now} />
        <span className="ml-auto shrink-0">
          <OwnerAvatar name={deal.owner_name} id={deal.owner_id} />
        </span>
      </span>
      <span className="flex h-5 min-w-0 items-center gap-2.5 text-2xs text-muted-foreground">
        {deal.stage === "closed" ? <Outcome deal={deal} /> : <Age deal={deal} now={now} />}
        {isRotting(deal, patience, now, timeZone) ? <Silence deal={deal} now={now} /> : <LastTouch deal={deal} now={now} />}
        {deal.stage !== "closed" && <NextStep deal={deal} now={now} />}
        {deal.tags.length > 0 && <span className="ml-auto min-w-0 truncate">{tagLine(deal.tags)}</span>}
      </span>
    </span>
  );
});

function tagLine(tags: string[]): string {
  return tags.slice(0, 2).join(" · ") + (tags.length > 2 ? ` +${tags.length - 2}` : "");
}

type PartProps = Pick<DealCardProps, "deal" | "now">;

/** Quietly: nobody has spoken with the client for too long. */
function Silence({ deal, now }: PartProps) {
  const t = useTranslations("pipeline.card");
  const days = daysOfSilence(deal, now);
  return (
    <span className="min-w-0 truncate font-medium text-warning-text" title={t("silence", { days })}>
      <span aria-hidden>{t("silenceShort", { days })}</span>
      <span className="sr-only">{t("silence", { days })}</span>
    </span>
  );
}

function NextStep({ deal, now }: PartProps) {
  const t = useTranslations("pipeline.card");
  const timeZone = useTimeZone();
  const task = deal.next_task;
  const label = task ? t("nextTask", { title: task.title }) : t("noNextStep");
  const Icon = task ? CalendarCheck : CircleDashed;
  const isLate = task && (task.due_at ? new Date(task.due_at) < now : task.due_on ? daysUntil(task.due_on, now, timeZone) < 0 : false);
  return (
    <span className={cn("inline-flex shrink-0", isLate ? "text-destructive-text" : !task && "opacity-60")} title={label}>
      <Icon className="size-3" aria-hidden />
      <span className="sr-only">{label}</span>
    </span>
  );
}

function Age({ deal, now }: PartProps) {
  const t = useTranslations("pipeline.card");
  const days = daysInStage(deal, now);
  return (
    <span className="inline-flex shrink-0 items-center gap-1">
      <Clock className="size-3" aria-hidden />
      <span aria-hidden className="tabular">
        {t("daysShort", { days })}
      </span>
      <span className="sr-only">{t("inStage", { days })}</span>
    </span>
  );
}

function Outcome({ deal }: { deal: Deal }) {
  const t = useTranslations("pipeline.outcome");
  const won = deal.outcome === "won";
  const Icon = won ? Trophy : XCircle;
  return (
    <span className={cn("inline-flex shrink-0 items-center gap-1 font-medium", won ? "text-success-text" : "text-destructive-text")}>
      <Icon className="size-3" aria-hidden />
      {t(won ? "won" : "lost")}
    </span>
  );
}

function LastTouch({ deal, now }: PartProps) {
  const t = useTranslations("pipeline.card");
  if (!deal.last_touch) return null;
  const { type, at } = deal.last_touch;
  const Icon = CHANNEL_ICONS[type] ?? StickyNote;
  const days = daysSince(at, now);
  return (
    <span className="inline-flex shrink-0 items-center gap-1">
      <Icon className="size-3" aria-hidden />
      <span aria-hidden className="tabular">
        {t("daysShort", { days })}
      </span>
      <span className="sr-only">{t("lastTouch", { channel: type, days })}</span>
    </span>
  );
}

function CloseDate({ deal, now }: PartProps) {
  const t = useTranslations("pipeline.card");
  const timeZone = useTimeZone();
  if (!deal.expected_close_date || deal.stage === "closed") return null;
  const days = daysUntil(deal.expected_close_date, now, timeZone);
  if (days > 7) return null;
  return (
    <span
      className={cn(
        "min-w-0 truncate rounded px-1 text-2xs font-medium leading-4",
        days < 0 ? "bg-destructive/10 text-destructive-text" : "bg-warning/15 text-warning-text",
      )}
    >
      {days < 0 ? t("overdue", { days: -days }) : t("closesIn", { days })}
    </span>
  );
}
