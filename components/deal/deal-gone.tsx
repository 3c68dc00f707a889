"use client";

import { CircleSlash } from "lucide-react";
import { useTranslations } from "next-intl";

import { EmptyState } from "@/components/common/empty-state";
import { Button } from "@/components/ui/button";

export function DealGone({ onClose }: { onClose: () => void }) {
  const t = useTranslations("deal.gone");
  return (
    <EmptyState
      icon={CircleSlash}
      title={t("title")}
      description={t("text")}
      action={
        <Button variant="outline" onClick={onClose}>
          {t("close")}
        </Button>
      }
    />
  );
}
