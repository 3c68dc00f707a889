import type { Metadata } from "next";
import { getTranslations, setRequestLocale } from "next-intl/server";

import { OrganizationSection } from "@/containers/setting/organization-section";
import type { AppLocale } from "@/i18n/routing";

interface PageProps {
  params: { locale: AppLocale };
}

export async function generateMetadata({ params }: PageProps): Promise<Metadata> {
  const t = await getTranslations({ locale: params.locale, namespace: "settings.section" });
  return { title: t("organization.title") };
}

export default function OrganizationPage({ params }: PageProps) {
  setRequestLocale(params.locale);
  return <OrganizationSection />;
}
