"use client";

import dynamic from "next/dynamic";

import { NotificationBell } from "@/components/notification/notification-bell";
import { useLiveNotifications, useUnreadCount } from "@/hooks/use-notification";
import { useInterfaceStore } from "@/stores/interface";

const loadPanel = () => import("@/containers/notification/notification-panel").then((module) => module.NotificationPanel);
const NotificationPanel = dynamic(loadPanel, { ssr: false });

/** The bell with how much is new, and what opens from it, from its keys, or on a phone from "more". */
export function NotificationCenter() {
  const unreadCount = useUnreadCount();
  const { isNotificationsOpen, setNotificationsOpen } = useInterfaceStore();
  useLiveNotifications();
  return (
    <>
      <NotificationBell unreadCount={unreadCount} onOpen={() => setNotificationsOpen(true)} onApproach={() => void loadPanel()} />
      {isNotificationsOpen && <NotificationPanel onClose={() => setNotificationsOpen(false)} />}
    </>
  );
}
