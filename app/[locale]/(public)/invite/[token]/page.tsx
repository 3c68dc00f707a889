import type { Metadata } from "next";
import { getTranslations, setRequestLocale } from "next-intl/server";

import { Invitation } from "@/containers/invite/invitation";
import type { AppLocale } from "@/i18n/routing";

interface PageProps {
  params: { locale: AppLocale; token: string };
}

export async function generateMetadata({ params }: PageProps): Promise<Metadata> {
  const t = await getTranslations({ locale: params.locale, namespace: "auth.invite" });
  // The address is a secret: no search engine keeps it, no other site is told it.
  return { title: t("pageTitle"), robots: { index: false }, referrer: "no-referrer" };
}

export default function InvitePage({ params }: PageProps) {
  setRequestLocale(params.locale);
  return <Invitation token={decodeURIComponent(params.token)} />;
}
