"use client";

import { RotateCw } from "lucide-react";
import { useTranslations } from "next-intl";

import { Button } from "@/components/ui/button";

export interface ErrorPageProps {
  error: Error & { digest?: string };
  reset: () => void;
}

export function ErrorPage({ error, reset }: ErrorPageProps) {
  const t = useTranslations();
  return (
    <main role="alert" className="flex min-h-[70dvh] flex-1 flex-col items-center justify-center gap-4 px-6 text-center">
      <div className="max-w-sm space-y-1.5">
        <h1 className="text-lg font-semibold tracking-tight">{t("errors.page.errorTitle")}</h1>
        <p className="text-balance text-muted-foreground">{t("errors.page.errorText")}</p>
      </div>
      <Button onClick={reset}>
        <RotateCw aria-hidden />
        {t("common.retry")}
      </Button>
      {error.digest && (
        <details className="text-xs text-muted-foreground">
          <summary className="cursor-pointer">{t("common.details")}</summary>
          <code className="select-all">{error.digest}</code>
        </details>
      )}
    </main>
  );
}
