import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";

import { RestoreOrganization } from "@/containers/organization/restore-organization";
import type { AppLocale } from "@/i18n/routing";

interface PageProps {
  params: { locale: AppLocale; id: string };
}

export async function generateMetadata({ params }: PageProps): Promise<Metadata> {
  const t = await getTranslations({ locale: params.locale, namespace: "organizations.closed" });
  return { title: t("restore") };
}

export default function RestorePage({ params }: PageProps) {
  return <RestoreOrganization id={params.id} />;
}
