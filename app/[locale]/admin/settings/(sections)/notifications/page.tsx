import type { Metadata } from "next";
import { getTranslations, setRequestLocale } from "next-intl/server";

import { NotificationsSection } from "@/containers/setting/notifications-section";
import type { AppLocale } from "@/i18n/routing";

interface PageProps {
  params: { locale: AppLocale };
}

export async function generateMetadata({ params }: PageProps): Promise<Metadata> {
  const t = await getTranslations({ locale: params.locale, namespace: "settings.section" });
  return { title: t("notifications.title") };
}

export default function NotificationsPage({ params }: PageProps) {
  setRequestLocale(params.locale);
  return <NotificationsSection />;
}
