import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";

import { ClientList } from "@/containers/client/client-list";

export async function generateMetadata({ params: { locale } }: { params: { locale: string } }): Promise<Metadata> {
  const t = await getTranslations({ locale, namespace: "client" });
  return { title: t("title") };
}

export default function ClientsPage() {
  return <ClientList />;
}
