"use client";

import { useTranslations } from "next-intl";

import { useShortcut } from "@/hooks/use-shortcut";

/** The rows on screen, in order. */
function rows(): HTMLElement[] {
  return [...document.querySelectorAll<HTMLElement>("[data-tasks] [data-task]")];
}

function current(): HTMLElement | null {
  return document.activeElement?.closest<HTMLElement>("[data-task]") ?? null;
}

function step(by: 1 | -1): void {
  const all = rows();
  const row = current();
  const index = row ? all.indexOf(row) + by : by === 1 ? 0 : all.length - 1;
  all[Math.min(Math.max(index, 0), all.length - 1)]?.focus();
}

/** Presses a part of the row in focus, and goes on from its neighbour when the row leaves. */
function press(selector: string): void {
  const row = current();
  const all = rows();
  const neighbour = row && (all[all.indexOf(row) + 1] ?? all[all.indexOf(row) - 1]);
  row?.querySelector<HTMLElement>(selector)?.click();
  if (selector === '[role="checkbox"]') neighbour?.focus();
}

/** j and k walk through the list, x completes, e edits, c begins a new one. */
export function useTaskKeys({ onAdd, canWrite }: { onAdd: () => void; canWrite: boolean }): void {
  const t = useTranslations("task");
  const group = t("title");
  useShortcut("j", t("key.next"), () => step(1), { group });
  useShortcut("k", t("key.previous"), () => step(-1), { group });
  useShortcut("x", t("key.complete"), () => press('[role="checkbox"]'), { group, enabled: canWrite });
  useShortcut("e", t("key.edit"), () => press("[data-edit]"), { group, enabled: canWrite });
  useShortcut("c", t("add"), (event) => (event.preventDefault(), onAdd()), { group, enabled: canWrite });
}
