import type { Metadata } from "next";
import { getTranslations, setRequestLocale } from "next-intl/server";

import { AuditLog } from "@/containers/audit/audit-log";
import type { AppLocale } from "@/i18n/routing";

interface PageProps {
  params: { locale: AppLocale };
}

export async function generateMetadata({ params }: PageProps): Promise<Metadata> {
  const t = await getTranslations({ locale: params.locale, namespace: "settings.section" });
  return { title: t("audit-log.title") };
}

export default function AuditLogPage({ params }: PageProps) {
  setRequestLocale(params.locale);
  return <AuditLog />;
}
