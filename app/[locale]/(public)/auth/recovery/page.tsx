import type { Metadata } from "next";
import { getTranslations, setRequestLocale } from "next-intl/server";

import { RecoveryPanel } from "@/containers/auth/recovery-panel";
import type { AppLocale } from "@/i18n/routing";

interface PageProps {
  params: { locale: AppLocale };
}

export async function generateMetadata({ params }: PageProps): Promise<Metadata> {
  const t = await getTranslations({ locale: params.locale, namespace: "auth.recovery" });
  return { title: t("title"), referrer: "no-referrer" };
}

export default function RecoveryPage({ params }: PageProps) {
  setRequestLocale(params.locale);
  return <RecoveryPanel />;
}
