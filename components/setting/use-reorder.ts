"use client";

import { useRef, useState, type KeyboardEvent, type PointerEvent } from "react";

/**
 * A list whose rows are carried by their handles: with a pointer of any kind, or with the arrows.
 *
 * Rows bear data-row. Returns the order on screen and what a handle needs; `onReorder` gets the new order when dropped.
 */
export function useReorder(
  keys: readonly string[],
  onReorder: (keys: string[]) => void,
  announce: (key: string, position: number) => void,
) {
  const list = useRef<HTMLUListElement>(null);
  const [carried, setCarried] = useState<{ key: string; order: string[] } | null>(null);
  const order = carried?.order ?? [...keys];

  const moveTo = (key: string, from: readonly string[], index: number) => {
    const others = from.filter((other) => other !== key);
    return [...others.slice(0, index), key, ...others.slice(index)];
  };
  const handleOf = (key: string) => ({
    onPointerDown: (event: PointerEvent<HTMLElement>) => {
      if (event.button !== 0) return;
      event.preventDefault();
      event.currentTarget.focus();
      event.currentTarget.setPointerCapture(event.pointerId);
      setCarried({ key, order: [...keys] });
    },
    onPointerMove: (event: PointerEvent<HTMLElement>) => {
      if (carried?.key !== key) return;
      const rows = [...(list.current?.querySelectorAll<HTMLElement>("[data-row]") ?? [])].filter((row) => row.dataset.row !== key);
      const index = rows.filter((row) => row.getBoundingClientRect().top + row.offsetHeight / 2 < event.clientY).length;
      const moved = moveTo(key, carried.order, index);
      if (moved.join() !== carried.order.join()) setCarried({ key, order: moved });
    },
    onPointerUp: () => {
      if (carried?.key !== key) return;
      setCarried(null);
      if (carried.order.join() === keys.join()) return;
      onReorder(carried.order);
      announce(key, carried.order.indexOf(key) + 1);
    },
    onPointerCancel: () => setCarried(null),
    onKeyDown: (event: KeyboardEvent) => {
      const step = event.key === "ArrowUp" ? -1 : event.key === "ArrowDown" ? 1 : 0;
      if (event.key === "Escape") setCarried(null);
      if (!step) return;
      event.preventDefault();
      const index = keys.indexOf(key) + step;
      if (index < 0 || index >= keys.length) return;
      onReorder(moveTo(key, keys, index));
      announce(key, index + 1);
    },
  });
  return { list, order, carriedKey: carried?.key ?? null, handleOf };
}
