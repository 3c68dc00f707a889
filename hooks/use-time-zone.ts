"use client";

import { useInterfaceStore } from "@/stores/interface";

/** The person's time zone as far as this browser knows it; undefined means the browser's own. */
export function useTimeZone(): string | undefined {
  return useInterfaceStore((state) => state.timeZone ?? undefined);
}
