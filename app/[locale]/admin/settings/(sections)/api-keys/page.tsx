import type { Metadata } from "next";
import { getTranslations, setRequestLocale } from "next-intl/server";

import { ApiKeys } from "@/containers/api-key/api-keys";
import type { AppLocale } from "@/i18n/routing";

interface PageProps {
  params: { locale: AppLocale };
}

export async function generateMetadata({ params }: PageProps): Promise<Metadata> {
  const t = await getTranslations({ locale: params.locale, namespace: "settings.section" });
  return { title: t("api-keys.title") };
}

export default function ApiKeysPage({ params }: PageProps) {
  setRequestLocale(params.locale);
  return <ApiKeys />;
}
