"use client";

import { useEffect, useState } from "react";

const LATEST_MS = 3_000;
const WITHOUT_CALLBACK_MS = 800;

/** True once the browser has had nothing more urgent to do: for what nobody waits for. */
export function useIdle(): boolean {
  const [isIdle, setIdle] = useState(false);
  useEffect(() => {
    const become = () => setIdle(true);
    // Safari has no idle callback.
    if (typeof window.requestIdleCallback !== "function") {
      const timer = setTimeout(become, WITHOUT_CALLBACK_MS);
      return () => clearTimeout(timer);
    }
    const handle = window.requestIdleCallback(become, { timeout: LATEST_MS });
    return () => window.cancelIdleCallback(handle);
  }, []);
  return isIdle;
}
