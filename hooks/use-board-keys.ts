"use client";

import { useTranslations } from "next-intl";

import { useKeyHint } from "@/hooks/use-shortcut";

/** Lists what the cards of the board do on a key. */
export function useBoardKeys(canMove: boolean): void {
  const t = useTranslations("pipeline");
  const group = t("title");
  useKeyHint("arrowup arrowdown arrowleft arrowright", t("keyboard.walk"), group);
  useKeyHint("j k", t("keyboard.nextPrevious"), group);
  useKeyHint("enter", t("keyboard.open"), group);
  useKeyHint("space", t("keyboard.lift"), group, canMove);
  useKeyHint("m", t("keyboard.menu"), group, canMove);
}
