import type { Metadata } from "next";
import { getTranslations, setRequestLocale } from "next-intl/server";

import { PipelineSection } from "@/containers/setting/pipeline-section";
import type { AppLocale } from "@/i18n/routing";

interface PageProps {
  params: { locale: AppLocale };
}

export async function generateMetadata({ params }: PageProps): Promise<Metadata> {
  const t = await getTranslations({ locale: params.locale, namespace: "settings.section" });
  return { title: t("pipeline.title") };
}

export default function PipelinePage({ params }: PageProps) {
  setRequestLocale(params.locale);
  return <PipelineSection />;
}
