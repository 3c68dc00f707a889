"use client";

import { useEffect, useState } from "react";

import { followOtherTabs, refreshSession } from "@/services/session-refresh";
import { useInterfaceStore } from "@/stores/interface";
import { useSessionStore } from "@/stores/session";

/** The login of this tab: the refresh cookie becomes a session once, and what other tabs do is followed. */
export function useSession() {
  const status = useSessionStore((state) => state.status);
  const hasLeft = useSessionStore((state) => state.hasLeft);
  const [error, setError] = useState<unknown>(null);

  useEffect(followOtherTabs, []);

  useEffect(() => {
    if (status !== "unknown") useInterfaceStore.getState().setHasSession(status === "signed-in");
  }, [status]);

  useEffect(() => {
    if (status === "unknown" && !error) refreshSession().catch(setError);
  }, [status, error]);

  return { status, hasLeft, error, retry: () => setError(null) };
}
