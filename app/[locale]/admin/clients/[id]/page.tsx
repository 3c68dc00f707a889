import type { Metadata } from "next";
import { getTranslations, setRequestLocale } from "next-intl/server";

import { ClientPage } from "@/containers/client/client-page";
import type { AppLocale } from "@/i18n/routing";

interface PageProps {
  params: { locale: AppLocale; id: string };
}

export async function generateMetadata({ params: { locale } }: PageProps): Promise<Metadata> {
  const t = await getTranslations({ locale, namespace: "client" });
  return { title: t("title") };
}

export default function ClientDetailPage({ params: { locale, id } }: PageProps) {
  setRequestLocale(locale);
  return <ClientPage clientId={id} />;
}
