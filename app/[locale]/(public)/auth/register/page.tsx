import type { Metadata } from "next";
import { getTranslations, setRequestLocale } from "next-intl/server";

import { RegisterForm } from "@/containers/auth/register-form";
import type { AppLocale } from "@/i18n/routing";
import { getSaasMode } from "@/lib/saas-mode";

interface PageProps {
  params: { locale: AppLocale };
}

export async function generateMetadata({ params }: PageProps): Promise<Metadata> {
  const t = await getTranslations({ locale: params.locale, namespace: "auth.register" });
  return { title: t("submit") };
}

export default async function RegisterPage({ params }: PageProps) {
  setRequestLocale(params.locale);
  return <RegisterForm isPersonal={(await getSaasMode()) === "B2C"} />;
}
