import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";

import { Dashboard } from "@/containers/dashboard/dashboard";

export async function generateMetadata({ params }: { params: { locale: string } }): Promise<Metadata> {
  const t = await getTranslations({ locale: params.locale as "en", namespace: "dashboard" });
  return { title: t("title") };
}

export default function DashboardPage() {
  return <Dashboard />;
}
