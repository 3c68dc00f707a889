import type { Metadata } from "next";
import { getTranslations, setRequestLocale } from "next-intl/server";

import { ClientList } from "@/containers/client/client-list";
import type { AppLocale } from "@/i18n/routing";

interface PageProps {
  params: { locale: AppLocale };
}

export async function generateMetadata({ params: { locale } }: PageProps): Promise<Metadata> {
  const t = await getTranslations({ locale, namespace: "client" });
  return { title: t("title") };
}

export default function ClientsPage({ params: { locale } }: PageProps) {
  setRequestLocale(locale);
  return <ClientList />;
}
