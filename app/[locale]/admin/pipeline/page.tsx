import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";

import { PipelineBoard } from "@/containers/pipeline/pipeline-board";

export async function generateMetadata({ params }: { params: { locale: string } }): Promise<Metadata> {
  const t = await getTranslations({ locale: params.locale as "en", namespace: "pipeline" });
  return { title: t("title") };
}

export default function PipelinePage() {
  return <PipelineBoard />;
}
