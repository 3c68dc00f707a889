"use client";

import { Bell, CheckCheck, Settings2 } from "lucide-react";
import { useTranslations } from "next-intl";
import { Fragment, useRef, type KeyboardEvent } from "react";

import { EmptyState } from "@/components/common/empty-state";
import { ErrorState } from "@/components/common/error-state";
import { LoadingRegion } from "@/components/common/loading-region";
import { NotificationRow } from "@/components/notification/notification-row";
import { DayHeading } from "@/components/timeline/day-heading";
import { startsDay } from "@/components/timeline/timeline-rows";
import { Button } from "@/components/ui/button";
import { Sheet, SheetContent, SheetDescription, SheetTitle } from "@/components/ui/sheet";
import { Skeleton } from "@/components/ui/skeleton";
import { useMarkRead, useNotifications, useUnreadCount } from "@/hooks/use-notification";
import { useTimeZone } from "@/hooks/use-time-zone";
import { Link } from "@/i18n/navigation";
import { flatten } from "@/lib/cached-pages";
import { paths } from "@/lib/paths";
import type { Notification } from "@/services/notification";

const STEPS: Record<string, number> = { ArrowDown: 1, j: 1, ArrowUp: -1, k: -1 };

/** What happened that concerns the person, by day; following one marks it as read. */
export function NotificationPanel({ onClose }: { onClose: () => void }) {
  const t = useTranslations("notification");
  const unreadCount = useUnreadCount();
  const markRead = useMarkRead();
  const list = useRef<HTMLDivElement>(null);
  const open = (notification: Notification) => {
    if (notification.read_at === null) markRead.mutate([notification.id]);
    onClose();
  };
  const step = (event: KeyboardEvent) => {
    const by = STEPS[event.key];
    const links = [...(list.current?.querySelectorAll("a") ?? [])];
    if (!by || links.length === 0) return;
    event.preventDefault();
    const at = links.indexOf(document.activeElement as HTMLAnchorElement);
    links[at < 0 ? 0 : Math.min(links.length - 1, Math.max(0, at + by))]?.focus();
  };
  return (
    <Sheet open onOpenChange={(isOpen) => !isOpen && onClose()}>
      <SheetContent className="gap-0 p-0" onKeyDown={step}>
        <div className="flex min-h-14 items-center gap-1 border-b py-2 pl-5 pr-12 coarse:pr-16">
          <SheetTitle className="flex-1 truncate text-base">{t("title")}</SheetTitle>
          <SheetDescription className="sr-only">{t("description")}</SheetDescription>
          {unreadCount > 0 && (
            <Button variant="ghost" size="sm" aria-label={t("markAll")} title={t("markAll")} onClick={() => markRead.mutate(undefined)}>
              <CheckCheck aria-hidden />
              <span className="max-sm:hidden">{t("markAll")}</span>
            </Button>
          )}
          <Button asChild variant="ghost" size="icon-sm">
            <Link href={paths.settings("notifications")} onClick={onClose} aria-label={t("settings")} title={t("settings")}>
              <Settings2 aria-hidden />
            </Link>
          </Button>
        </div>
        <div ref={list} className="scrollbar-thin pb-safe min-h-0 flex-1 overflow-y-auto">
          <NotificationList onOpen={open} />
        </div>
      </SheetContent>
    </Sheet>
  );
}

function NotificationList({ onOpen }: { onOpen: (notification: Notification) => void }) {
  const t = useTranslations("notification");
  const timeZone = useTimeZone();
  const { data, error, refetch, hasNextPage, fetchNextPage, isFetchingNextPage } = useNotifications();
  if (!data) {
    if (error) return <ErrorState compact error={error} onRetry={() => void refetch()} />;
    return (
      <LoadingRegion className="space-y-4 p-5">
        {[1, 2, 3, 4].map((row) => (
          <Skeleton key={row} className="h-12" />
        ))}
      </LoadingRegion>
    );
  }
  const rows = flatten(data);
  if (rows.length === 0) return <EmptyState icon={Bell} title={t("empty")} description={t("emptyHint")} />;
  const days = rows.map((row) => ({ timestamp: row.created_at }));
  return (
    <>
      {rows.map((row, index) => (
        <Fragment key={row.id}>
          {startsDay(days, index, timeZone) && (
            <div className="px-5 pt-3">
              <DayHeading at={row.created_at} />
            </div>
          )}
          <NotificationRow notification={row} onOpen={onOpen} />
        </Fragment>
      ))}
      {hasNextPage && (
        <div className="p-4 text-center">
          <Button variant="outline" size="sm" loading={isFetchingNextPage} onClick={() => void fetchNextPage()}>
            {t("older")}
          </Button>
        </div>
      )}
    </>
  );
}
