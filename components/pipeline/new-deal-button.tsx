"use client";

import { Plus } from "lucide-react";
import { useTranslations } from "next-intl";

import { Kbd } from "@/components/common/kbd";
import { Button } from "@/components/ui/button";

export function NewDealButton({ onClick }: { onClick: () => void }) {
  const t = useTranslations("pipeline");
  return (
    <Button onClick={onClick}>
      <Plus aria-hidden />
      {t("newDeal")}
      <span className="hidden md:inline-flex">
        <Kbd keys="c" />
      </span>
    </Button>
  );
}
