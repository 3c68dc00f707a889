import type { Metadata } from "next";
import { getTranslations, setRequestLocale } from "next-intl/server";

import { ForgotForm } from "@/containers/auth/forgot-form";
import type { AppLocale } from "@/i18n/routing";
import { getSaasMode } from "@/lib/saas-mode";

interface PageProps {
  params: { locale: AppLocale };
}

export async function generateMetadata({ params }: PageProps): Promise<Metadata> {
  const t = await getTranslations({ locale: params.locale, namespace: "auth.forgot" });
  return { title: t("title"), referrer: "no-referrer" };
}

export default async function ForgotPage({ params }: PageProps) {
  setRequestLocale(params.locale);
  return <ForgotForm isPersonal={(await getSaasMode()) === "B2C"} />;
}
