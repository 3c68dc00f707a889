import type { Metadata } from "next";
import { getTranslations, setRequestLocale } from "next-intl/server";

import { Tasks } from "@/containers/task/tasks";
import type { AppLocale } from "@/i18n/routing";

interface PageProps {
  params: { locale: AppLocale };
}

export async function generateMetadata({ params }: PageProps): Promise<Metadata> {
  const t = await getTranslations({ locale: params.locale, namespace: "nav" });
  return { title: t("tasks") };
}

export default function TasksPage({ params }: PageProps) {
  setRequestLocale(params.locale);
  return <Tasks />;
}
