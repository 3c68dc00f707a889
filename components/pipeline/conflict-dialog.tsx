"use client";

import { useTranslations } from "next-intl";

import { Button } from "@/components/ui/button";
import { Dialog, DialogContent, DialogDescription, DialogFooter, DialogHeader, DialogTitle } from "@/components/ui/dialog";
import { useFormat } from "@/hooks/use-format";
import { useStageName } from "@/hooks/use-pipeline-settings";
import type { Deal } from "@/lib/board-types";
import type { Stage } from "@/lib/stages";

export interface ConflictDialogProps {
  /** As it is now on the server. */
  current: Deal;
  movedBy: string | null;
  movedAt: string | null;
  wanted: Stage;
  onKeep: () => void;
  onMoveAnyway: () => void;
}

/** Names who moved the card where, and leaves the choice to the person. */
export function ConflictDialog({ current, movedBy, movedAt, wanted, onKeep, onMoveAnyway }: ConflictDialogProps) {
  const t = useTranslations("pipeline");
  const format = useFormat();
  const stageName = useStageName();
  const place = current.outcome ? t(`outcome.${current.outcome}`) : stageName(current.stage);
  return (
    <Dialog open onOpenChange={(isOpen) => !isOpen && onKeep()}>
      <DialogContent className="max-w-md" hideClose>
        <DialogHeader>
          <DialogTitle>{t("conflict.title")}</DialogTitle>
          <DialogDescription>
            {t("conflict.text", {
              name: movedBy ?? t("conflict.someone"),
              title: current.title,
              stage: place,
              when: movedAt ? format.relative(movedAt) : format.relative(current.updated_at),
            })}
          </DialogDescription>
        </DialogHeader>
        <DialogFooter>
          <Button variant="outline" onClick={onMoveAnyway}>
            {t("conflict.move", { stage: stageName(wanted) })}
          </Button>
          <Button onClick={onKeep} autoFocus>
            {t("conflict.keep")}
          </Button>
        </DialogFooter>
      </DialogContent>
    </Dialog>
  );
}
