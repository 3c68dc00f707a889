"use client";

import { useEffect, useId, useRef } from "react";

import { keyName } from "@/lib/key-names";
import { useShortcutsStore, type Shortcut } from "@/stores/shortcuts";

export interface ShortcutOptions {
  enabled?: boolean;
  group?: string;
  /** Whether it acts inside fields and dialogs too; keys with mod do unless told. */
  whileTyping?: boolean;
}

/** Run `handler` on a key while mounted and list it in the "?" dialog. Keys without mod stay silent while typing. */
export function useShortcut(keys: string, label: string, handler: (event: KeyboardEvent) => void, options: ShortcutOptions = {}): void {
  const { enabled = true, group, whileTyping = keys.includes("mod+") } = options;
  const id = useId();
  const latest = useRef(handler);
  useEffect(() => {
    latest.current = handler;
  });
  useEffect(() => {
    if (!enabled) return;
    const { register, unregister } = useShortcutsStore.getState();
    register(id, { keys, label, group, isGlobal: whileTyping, run: (event) => latest.current(event) });
    return () => unregister(id);
  }, [id, keys, label, group, enabled, whileTyping]);
}

/** List keys in the "?" dialog that the part in focus handles by itself, such as a card of the board. */
export function useKeyHint(keys: string, label: string, group: string, enabled = true): void {
  const id = useId();
  useEffect(() => {
    if (!enabled) return;
    const { register, unregister } = useShortcutsStore.getState();
    register(id, { keys, label, group, isGlobal: false });
    return () => unregister(id);
  }, [id, keys, label, group, enabled]);
}

const SEQUENCE_MS = 900;

/** Listens for all shortcuts; mounted once by the admin frame. */
export function useShortcutListener(): void {
  useEffect(() => {
    let pending: { key: string; at: number } | null = null;
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.isComposing || event.repeat) return;
      const pressed = keyName(event);
      const isBusy =
        isTyping(event.target) ||
        document.querySelector('[role="dialog"][data-state="open"], [role="alertdialog"], [role="menu"]') !== null;
      const sequence = pending && Date.now() - pending.at < SEQUENCE_MS ? `${pending.key} ${pressed}` : null;
      pending = null;
      const all = [...useShortcutsStore.getState().shortcuts.values()].filter((shortcut) => shortcut.run && (shortcut.isGlobal || !isBusy));
      const match = findLast(all, sequence) ?? findLast(all, pressed);
      if (match) {
        event.preventDefault();
        match.run?.(event);
      } else if (!isBusy && all.some((shortcut) => shortcut.keys.startsWith(`${pressed} `))) {
        pending = { key: pressed, at: Date.now() };
      }
    };
    document.addEventListener("keydown", onKeyDown);
    return () => document.removeEventListener("keydown", onKeyDown);
  }, []);
}

function findLast(shortcuts: Shortcut[], keys: string | null): Shortcut | undefined {
  return keys === null ? undefined : shortcuts.filter((shortcut) => shortcut.keys === keys).pop();
}

function isTyping(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && (target.isContentEditable || ["INPUT", "TEXTAREA", "SELECT"].includes(target.tagName));
}
