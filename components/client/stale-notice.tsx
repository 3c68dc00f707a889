"use client";

import { RefreshCw } from "lucide-react";
import { useTranslations } from "next-intl";
import { useState } from "react";

import { Button } from "@/components/ui/button";

/** Somebody else was faster: nothing was overwritten, and the way on is one press. */
export function StaleNotice({ onReload }: { onReload: () => Promise<void> }) {
  const t = useTranslations("client.stale");
  const [isLoading, setLoading] = useState(false);
  const handleReload = async () => {
    setLoading(true);
    await onReload();
    setLoading(false);
  };
  return (
    <div role="alert" className="flex shrink-0 flex-wrap items-center gap-x-4 gap-y-2 border-b bg-warning/10 px-4 py-2 md:px-6">
      <div className="min-w-0 flex-1 basis-72">
        <p className="font-medium">{t("title")}</p>
        <p className="text-xs text-muted-foreground">{t("text")}</p>
      </div>
      <Button variant="outline" size="sm" className="max-md:h-11" loading={isLoading} onClick={() => void handleReload()}>
        <RefreshCw aria-hidden />
        {t("reload")}
      </Button>
    </div>
  );
}
