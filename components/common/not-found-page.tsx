"use client";

import { useTranslations } from "next-intl";

import { LogoMark } from "@/components/common/logo";
import { Button } from "@/components/ui/button";
import { Link } from "@/i18n/navigation";
import { paths } from "@/lib/paths";

export interface NotFoundPageProps {
  /** Where "home" is: the dashboard inside the application. */
  homeHref?: string;
}

export function NotFoundPage({ homeHref = paths.landing() }: NotFoundPageProps) {
  const t = useTranslations("errors.page");
  return (
    <main className="flex min-h-[70dvh] flex-1 flex-col items-center justify-center gap-4 px-6 text-center">
      <LogoMark className="size-9" />
      <div className="max-w-sm space-y-1.5">
        <p className="tabular text-xs font-medium text-muted-foreground">404</p>
        <h1 className="text-lg font-semibold tracking-tight">{t("notFoundTitle")}</h1>
        <p className="text-balance text-muted-foreground">{t("notFoundText")}</p>
      </div>
      <Button asChild>
        <Link href={homeHref}>{t("home")}</Link>
      </Button>
    </main>
  );
}
