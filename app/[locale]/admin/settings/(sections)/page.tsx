import type { Metadata } from "next";
import { getTranslations, setRequestLocale } from "next-intl/server";

import { ProfileCard } from "@/containers/setting/profile-card";
import type { AppLocale } from "@/i18n/routing";

interface PageProps {
  params: { locale: AppLocale };
}

export async function generateMetadata({ params }: PageProps): Promise<Metadata> {
  const t = await getTranslations({ locale: params.locale, namespace: "settings.section" });
  return { title: t("profile.title") };
}

export default function ProfilePage({ params }: PageProps) {
  setRequestLocale(params.locale);
  return <ProfileCard />;
}
