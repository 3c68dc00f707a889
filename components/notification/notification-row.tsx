"use client";

import { useTranslations } from "next-intl";
import type { ReactNode } from "react";

import { RelativeTime } from "@/components/common/relative-time";
import { ICONS, placeOf, type Notification } from "@/components/notification/notification-place";
import { useFormat } from "@/hooks/use-format";
import { Link } from "@/i18n/navigation";
import { cn } from "@/lib/utils";

const TONES: Partial<Record<Notification["event"], string>> = {
  "deal.won": "text-success-text",
  "deal.lost": "text-destructive-text",
};

export interface NotificationRowProps {
  notification: Notification;
  /** Followed: it has been seen. */
  onOpen: (notification: Notification) => void;
}

export function NotificationRow({ notification, onOpen }: NotificationRowProps) {
  const t = useTranslations("notification");
  const isUnread = notification.read_at === null;
  const Icon = ICONS[notification.event];
  return (
    <Link
      href={placeOf(notification)}
      onClick={() => onOpen(notification)}
      className={cn(
        "relative flex gap-3 px-5 py-3 transition-colors hover:bg-accent focus-visible:-outline-offset-2",
        isUnread && "bg-primary/5",
      )}
    >
      <span className="mt-0.5 flex size-7 shrink-0 items-center justify-center rounded-full border bg-surface">
        <Icon className={cn("size-4 text-muted-foreground", TONES[notification.event])} aria-hidden />
      </span>
      <span className="min-w-0 flex-1">
        <span className="block text-pretty break-words">
          <Sentence notification={notification} />
        </span>
        <RelativeTime value={notification.created_at} className="text-xs text-muted-foreground" />
      </span>
      {isUnread && (
        <span className="mt-2 size-2 shrink-0 rounded-full bg-primary">
          <span className="sr-only">{t("unread")}</span>
        </span>
      )}
    </Link>
  );
}

function Sentence({ notification }: { notification: Notification }): ReactNode {
  const t = useTranslations("notification");
  const format = useFormat();
  const { params, event } = notification;
  const text = (name: string) => (typeof params[name] === "string" ? params[name] : "");
  const count = (name: string) => (typeof params[name] === "number" ? params[name] : 0);
  const words = {
    b: (chunks: ReactNode) => <strong className="font-medium">{chunks}</strong>,
    actor: notification.actor?.full_name ?? t("somebody"),
    title: text("title"),
    client: text("client"),
    file: text("file_name"),
    created: count("created_count"),
    problems: count("problem_count"),
    date: params.expires_at ? format.date(text("expires_at"), "medium") : "",
    value: params.currency ? format.money(count("value_cents"), text("currency")) : "",
  };
  return event === "import.finished" && params.status === "failed" ? t.rich("event.import.failed", words) : t.rich(`event.${event}`, words);
}
