"use client";

import { useEffect } from "react";

import { useBreadcrumbStore } from "@/stores/breadcrumb";

/** Name the page one is on in the top bar, where its path can't (a client, say). */
export function useBreadcrumb(label: string | undefined): void {
  const setLabel = useBreadcrumbStore((state) => state.setLabel);
  useEffect(() => {
    setLabel(label ?? null);
    return () => setLabel(null);
  }, [label, setLabel]);
}
