import type { Metadata } from "next";
import { getTranslations, setRequestLocale } from "next-intl/server";

import { Reports } from "@/containers/report/reports";
import type { AppLocale } from "@/i18n/routing";

interface PageProps {
  params: { locale: AppLocale };
}

export async function generateMetadata({ params }: PageProps): Promise<Metadata> {
  const t = await getTranslations({ locale: params.locale, namespace: "nav" });
  return { title: t("reports") };
}

export default function ReportsPage({ params }: PageProps) {
  setRequestLocale(params.locale);
  return <Reports />;
}
