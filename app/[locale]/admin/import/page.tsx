import type { Metadata } from "next";
import { getTranslations, setRequestLocale } from "next-intl/server";

import { ImportPage } from "@/containers/import/import-page";
import type { AppLocale } from "@/i18n/routing";

interface PageProps {
  params: { locale: AppLocale };
}

export async function generateMetadata({ params: { locale } }: PageProps): Promise<Metadata> {
  const t = await getTranslations({ locale, namespace: "import" });
  return { title: t("title") };
}

export default function ImportsPage({ params: { locale } }: PageProps) {
  setRequestLocale(locale);
  return <ImportPage />;
}
