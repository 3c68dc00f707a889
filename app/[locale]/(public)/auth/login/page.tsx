import type { Metadata } from "next";
import { getTranslations, setRequestLocale } from "next-intl/server";

import { Login } from "@/containers/auth/login";
import type { AppLocale } from "@/i18n/routing";
import { getSaasMode } from "@/lib/saas-mode";

interface PageProps {
  params: { locale: AppLocale };
}

export async function generateMetadata({ params }: PageProps): Promise<Metadata> {
  const t = await getTranslations({ locale: params.locale, namespace: "auth.login" });
  return { title: t("submit") };
}

export default async function LoginPage({ params }: PageProps) {
  setRequestLocale(params.locale);
  return <Login isPersonal={(await getSaasMode()) === "B2C"} />;
}
