"use client";

import { ArrowDownToLine, ArrowUpToLine, MoreHorizontal } from "lucide-react";
import { useTranslations } from "next-intl";

import { focusCard } from "@/components/pipeline/card-focus";
import { StageDot } from "@/components/pipeline/stage-dot";
import { useStageName } from "@/hooks/use-pipeline-settings";
import { STAGES, type Stage } from "@/lib/stages";
import {
  DropdownMenu,
  DropdownMenuContent,
  DropdownMenuItem,
  DropdownMenuLabel,
  DropdownMenuSeparator,
  DropdownMenuTrigger,
} from "@/components/ui/dropdown-menu";
import type { Deal } from "@/lib/board-types";

export interface MoveMenuProps {
  deal: Deal;
  isTabStop: boolean;
  onMoveTo: (deal: Deal, stage: Stage) => void;
  onMoveWithin: (deal: Deal, to: "top" | "bottom") => void;
}

const TRIGGER_CLASSES =
  "absolute right-1 top-1 inline-flex size-6 items-center justify-center rounded text-muted-foreground opacity-0 transition-opacity hover:bg-accent hover:text-foreground focus-visible:opacity-100 group-hover/tile:opacity-100 group-focus-within/tile:opacity-100 data-[state=open]:opacity-100 coarse:right-0 coarse:top-0 coarse:size-11 coarse:opacity-100";

/** Does with the keyboard, a screen reader or a thumb all that dragging does. */
export function MoveMenu({ deal, isTabStop, onMoveTo, onMoveWithin }: MoveMenuProps) {
  const t = useTranslations("pipeline");
  return (
    <DropdownMenu>
      <DropdownMenuTrigger
        aria-label={t("move.menu", { title: deal.title })}
        data-move-menu
        tabIndex={isTabStop ? 0 : -1}
        className={TRIGGER_CLASSES}
      >
        <MoreHorizontal className="size-4" aria-hidden />
      </DropdownMenuTrigger>
      <DropdownMenuContent
        align="end"
        onCloseAutoFocus={(event) => {
          event.preventDefault();
          focusCard(deal.id);
        }}
      >
        <MoveItems deal={deal} onMoveTo={onMoveTo} onMoveWithin={onMoveWithin} />
      </DropdownMenuContent>
    </DropdownMenu>
  );
}

function MoveItems({ deal, onMoveTo, onMoveWithin }: Omit<MoveMenuProps, "isTabStop">) {
  const t = useTranslations("pipeline");
  const stageName = useStageName();
  return (
    <>
      <DropdownMenuLabel>{t("move.to")}</DropdownMenuLabel>
      {STAGES.filter((stage) => stage !== deal.stage).map((stage) => (
        <DropdownMenuItem key={stage} onSelect={() => onMoveTo(deal, stage)}>
          <StageDot stage={stage} />
          {stageName(stage)}
        </DropdownMenuItem>
      ))}
      <DropdownMenuSeparator />
      <DropdownMenuItem onSelect={() => onMoveWithin(deal, "top")}>
        <ArrowUpToLine aria-hidden />
        {t("move.top")}
      </DropdownMenuItem>
      <DropdownMenuItem onSelect={() => onMoveWithin(deal, "bottom")}>
        <ArrowDownToLine aria-hidden />
        {t("move.bottom")}
      </DropdownMenuItem>
    </>
  );
}
