import type { Metadata } from "next";
import { getTranslations, setRequestLocale } from "next-intl/server";

import { DuplicateList } from "@/containers/client/duplicate-list";
import type { AppLocale } from "@/i18n/routing";

interface PageProps {
  params: { locale: AppLocale };
}

export async function generateMetadata({ params: { locale } }: PageProps): Promise<Metadata> {
  const t = await getTranslations({ locale, namespace: "client.duplicates" });
  return { title: t("title") };
}

export default function DuplicatesPage({ params: { locale } }: PageProps) {
  setRequestLocale(locale);
  return <DuplicateList />;
}
