import type { Metadata } from "next";
import { getTranslations, setRequestLocale } from "next-intl/server";

import { Landing } from "@/components/landing/landing";
import type { AppLocale } from "@/i18n/routing";

interface PageProps {
  params: { locale: AppLocale };
}

export async function generateMetadata({ params }: PageProps): Promise<Metadata> {
  const t = await getTranslations({ locale: params.locale, namespace: "landing" });
  return { title: { absolute: `Loved CRM · ${t("metaTitle")}` }, description: t("metaDescription") };
}

export default function LandingPage({ params }: PageProps) {
  setRequestLocale(params.locale);
  return <Landing />;
}
