import type { Metadata } from "next";
import { getTranslations, setRequestLocale } from "next-intl/server";

import { PreferencesSection } from "@/containers/setting/preferences-section";
import type { AppLocale } from "@/i18n/routing";

interface PageProps {
  params: { locale: AppLocale };
}

export async function generateMetadata({ params }: PageProps): Promise<Metadata> {
  const t = await getTranslations({ locale: params.locale, namespace: "settings.section" });
  return { title: t("preferences.title") };
}

export default function PreferencesPage({ params }: PageProps) {
  setRequestLocale(params.locale);
  return <PreferencesSection />;
}
