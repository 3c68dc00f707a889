import type { Metadata } from "next";
import { getTranslations, setRequestLocale } from "next-intl/server";

import { CustomFieldsSection } from "@/containers/custom-field/custom-fields-section";
import type { AppLocale } from "@/i18n/routing";

interface PageProps {
  params: { locale: AppLocale };
}

export async function generateMetadata({ params }: PageProps): Promise<Metadata> {
  const t = await getTranslations({ locale: params.locale, namespace: "settings.section" });
  return { title: t("custom-fields.title") };
}

export default function CustomFieldsPage({ params }: PageProps) {
  setRequestLocale(params.locale);
  return <CustomFieldsSection />;
}
