import type { Metadata } from "next";
import { getTranslations, setRequestLocale } from "next-intl/server";

import { Team } from "@/containers/team/team";
import type { AppLocale } from "@/i18n/routing";

interface PageProps {
  params: { locale: AppLocale };
}

export async function generateMetadata({ params }: PageProps): Promise<Metadata> {
  const t = await getTranslations({ locale: params.locale, namespace: "nav" });
  return { title: t("team") };
}

export default function TeamPage({ params }: PageProps) {
  setRequestLocale(params.locale);
  return <Team />;
}
