"use client";

import { useTranslations } from "next-intl";
import { useCallback, useEffect, useRef, useState, type FocusEvent, type KeyboardEvent } from "react";

import { focusCard } from "@/components/pipeline/card-focus";
import { focusAfter, landingAfter, type CountByStage, type Spot } from "@/components/pipeline/keyboard";
import { useStageName } from "@/hooks/use-pipeline-settings";
import { column, findDeal } from "@/lib/board-cache";
import type { Board, Deal } from "@/lib/board-types";
import { STAGES } from "@/lib/stages";

export interface LiftOptions {
  board: Board;
  canMove: boolean;
  onDrop: (deal: Deal, spot: Spot) => void;
  announce: (sentence: string) => void;
}

/**
 * The board by keyboard: arrows (or h j k l) walk over the cards, space lifts one, arrows carry it, space drops it,
 * Escape leaves it where it was. Every step is spoken.
 */
export function useLift({ board, canMove, onDrop, announce }: LiftOptions) {
  const t = useTranslations("pipeline.keyboard");
  const stageName = useStageName();
  const [lift, setLift] = useState<{ dealId: string; at: Spot } | null>(null);
  const [anchorId, setAnchorId] = useState<string | null>(null);
  const latest = useRef({ board, lift });
  useEffect(() => {
    latest.current = { board, lift };
  });

  const cancel = useCallback(() => {
    const deal = latest.current.lift && findDeal(latest.current.board, latest.current.lift.dealId);
    setLift(null);
    if (deal) announce(t("cancelled", { title: deal.title, stage: stageName(deal.stage) }));
  }, [announce, t, stageName]);

  const carry = (key: string, deal: Deal, at: Spot) => {
    const to = landingAfter(key, at, counts(board, deal.id));
    if (!to) return;
    setLift({ dealId: deal.id, at: to });
    const total = counts(board, deal.id)[to.stage] + 1;
    announce(t("over", { stage: stageName(to.stage), position: to.index + 1, total }));
  };

  const walk = (key: string, deal: Deal) => {
    const index = column(board, deal.stage).items.findIndex((item) => item.id === deal.id);
    const to = focusAfter(key, { stage: deal.stage, index }, counts(board));
    const next = to && column(board, to.stage).items[to.index];
    if (!next) return;
    setAnchorId(next.id);
    focusCard(next.id);
  };

  const handleKeyDown = (event: KeyboardEvent<HTMLElement>) => {
    const card = (event.target as HTMLElement).closest<HTMLElement>("[data-deal]");
    const deal = card?.dataset.deal ? findDeal(board, card.dataset.deal) : null;
    if (!deal || event.metaKey || event.ctrlKey || event.altKey) return;
    const take = () => {
      event.preventDefault();
      event.stopPropagation();
    };
    if (lift) {
      if (event.key === "Tab") return cancel();
      take();
      if (event.key === "Escape") return cancel();
      if (event.key === " " || event.key === "Enter") {
        setLift(null);
        onDrop(deal, lift.at);
        return focusCard(deal.id);
      }
      return carry(event.key, deal, lift.at);
    }
    if (event.key === " " && canMove) {
      take();
      const index = column(board, deal.stage).items.findIndex((item) => item.id === deal.id);
      setLift({ dealId: deal.id, at: { stage: deal.stage, index } });
      announce(t("lifted", { title: deal.title, stage: stageName(deal.stage), position: index + 1 }));
    } else if (event.key === "m" && canMove) {
      take();
      card?.parentElement?.querySelector<HTMLElement>("[data-move-menu]")?.click();
    } else if (/^(Arrow|Home$|End$|Page|[hjkl]$)/.test(event.key)) {
      take();
      walk(event.key, deal);
    }
  };

  const handleFocus = (event: FocusEvent<HTMLElement>) => {
    const tile = event.target.closest<HTMLElement>("li")?.querySelector<HTMLElement>("[data-deal]");
    if (tile?.dataset.deal) setAnchorId(tile.dataset.deal);
  };

  const handleBlur = (event: FocusEvent<HTMLElement>) => {
    if (lift && event.target.dataset.deal === lift.dealId && event.relatedTarget) cancel();
  };

  return { lift, anchorId, handleKeyDown, handleFocus, handleBlur };
}

function counts(board: Board, withoutId?: string): CountByStage {
  return Object.fromEntries(
    STAGES.map((stage) => [stage, column(board, stage).items.filter((item) => item.id !== withoutId).length]),
  ) as CountByStage;
}
