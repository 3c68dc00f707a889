import { setRequestLocale } from "next-intl/server";

import { StartPage } from "@/containers/frame/start-page";
import type { AppLocale } from "@/i18n/routing";

interface PageProps {
  params: { locale: AppLocale };
}

export default function Start({ params }: PageProps) {
  setRequestLocale(params.locale);
  return <StartPage />;
}
