"use client";

import { Bell } from "lucide-react";
import { useTranslations } from "next-intl";

import { UnreadBadge } from "@/components/notification/unread-badge";
import { Button } from "@/components/ui/button";

export interface NotificationBellProps {
  unreadCount: number;
  onOpen: () => void;
  /** It will be wanted in a moment: load what it opens. */
  onApproach: () => void;
}

export function NotificationBell({ unreadCount, onOpen, onApproach }: NotificationBellProps) {
  const t = useTranslations("notification");
  const label = t("bell", { count: unreadCount });
  return (
    <Button
      variant="ghost"
      size="icon"
      className="relative"
      aria-label={label}
      title={label}
      aria-haspopup="dialog"
      onClick={onOpen}
      onPointerEnter={onApproach}
      onFocus={onApproach}
    >
      <Bell aria-hidden />
      {unreadCount > 0 && <UnreadBadge count={unreadCount} className="absolute -right-0.5 -top-0.5 coarse:right-0.5 coarse:top-1" />}
    </Button>
  );
}
