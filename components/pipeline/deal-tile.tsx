"use client";

import { memo, type MouseEvent } from "react";

import { cardElementId } from "@/components/pipeline/card-focus";
import { DealCard } from "@/components/pipeline/deal-card";
import { MoveMenu } from "@/components/pipeline/move-menu";
import type { Patience, Stage } from "@/lib/stages";
import { cn } from "@/lib/utils";
import type { Deal } from "@/lib/board-types";

export const INSTRUCTIONS_ID = "board-instructions";

export interface DealTileProps {
  deal: Deal;
  href: string;
  now: Date;
  patience: Patience;
  canMove: boolean;
  /** One card of a column takes part in Tab order; arrows lead to the others. */
  isTabStop: boolean;
  /** Waiting for the server. */
  isPending: boolean;
  isLifted: boolean;
  isDragging: boolean;
  isOpen: boolean;
  /** Who just moved it, while the highlight lasts. */
  movedBy: string | null;
  onOpen: (dealId: string) => void;
  onMoveTo: (deal: Deal, stage: Stage) => void;
  onMoveWithin: (deal: Deal, to: "top" | "bottom") => void;
}

export const DealTile = memo(function DealTile(props: DealTileProps) {
  const {
    deal,
    href,
    now,
    patience,
    canMove,
    isTabStop,
    isPending,
    isLifted,
    isDragging,
    isOpen,
    movedBy,
    onOpen,
    onMoveTo,
    onMoveWithin,
  } = props;

  const handleClick = (event: MouseEvent) => {
    if (event.metaKey || event.ctrlKey || event.shiftKey || event.button !== 0) return;
    event.preventDefault();
    onOpen(deal.id);
  };

  return (
    <div className="group/tile relative h-full" onContextMenu={(event) => isDragging && event.preventDefault()}>
      <a
        id={cardElementId(deal.id)}
        href={href}
        draggable={false}
        tabIndex={isTabStop ? 0 : -1}
        data-deal={deal.id}
        aria-describedby={canMove ? INSTRUCTIONS_ID : undefined}
        aria-busy={isPending || undefined}
        onClick={handleClick}
        className={cn(
          "block h-full select-none rounded-lg border bg-card px-3 py-2 text-left text-sm text-card-foreground transition-[border-color,box-shadow,opacity] duration-150 [-webkit-touch-callout:none] [touch-action:manipulation] hover:border-foreground/25",
          canMove && "[[data-draggable]_&]:cursor-grab",
          isOpen && "border-primary ring-1 ring-primary",
          isLifted && "border-primary shadow-lg ring-2 ring-primary",
          isDragging && "opacity-40",
          isPending && !isDragging && "border-dashed",
          movedBy && "border-primary ring-2 ring-primary/40",
        )}
      >
        <DealCard deal={deal} now={now} patience={patience} />
      </a>
      {movedBy && (
        <span className="pointer-events-none absolute right-1.5 top-1.5 max-w-[75%] truncate rounded bg-primary px-1.5 text-2xs font-medium text-primary-foreground">
          {movedBy}
        </span>
      )}
      {canMove && <MoveMenu deal={deal} isTabStop={isTabStop} onMoveTo={onMoveTo} onMoveWithin={onMoveWithin} />}
    </div>
  );
});
