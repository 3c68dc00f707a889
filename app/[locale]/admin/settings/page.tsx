import type { Metadata } from "next";
import { getTranslations, setRequestLocale } from "next-intl/server";

import { Settings } from "@/containers/setting/settings";
import type { AppLocale } from "@/i18n/routing";

interface PageProps {
  params: { locale: AppLocale };
}

export async function generateMetadata({ params }: PageProps): Promise<Metadata> {
  const t = await getTranslations({ locale: params.locale, namespace: "settings" });
  return { title: t("title") };
}

export default function SettingsPage({ params }: PageProps) {
  setRequestLocale(params.locale);
  return <Settings />;
}
