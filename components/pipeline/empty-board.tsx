"use client";

import { Kanban, Plus, SearchX, Upload } from "lucide-react";
import { useTranslations } from "next-intl";

import { EmptyState } from "@/components/common/empty-state";
import { Button } from "@/components/ui/button";
import { Link } from "@/i18n/navigation";
import { paths } from "@/lib/paths";

export interface EmptyBoardProps {
  isFiltered: boolean;
  canWrite: boolean;
  onCreate: () => void;
  onClear: () => void;
}

export function EmptyBoard({ isFiltered, canWrite, onCreate, onClear }: EmptyBoardProps) {
  const t = useTranslations("pipeline");
  if (isFiltered) {
    return (
      <EmptyState
        icon={SearchX}
        title={t("noResult.title")}
        description={t("noResult.text")}
        action={
          <Button variant="outline" onClick={onClear}>
            {t("filters.clear")}
          </Button>
        }
      />
    );
  }
  return (
    <EmptyState
      icon={Kanban}
      title={t("empty.title")}
      description={t("empty.text")}
      action={
        canWrite && (
          <>
            <Button onClick={onCreate}>
              <Plus aria-hidden />
              {t("newDeal")}
            </Button>
            <Button variant="outline" asChild>
              <Link href={paths.imports()}>
                <Upload aria-hidden />
                {t("empty.import")}
              </Link>
            </Button>
          </>
        )
      }
    />
  );
}
