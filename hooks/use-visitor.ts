"use client";

import { useEffect, useState } from "react";

import { refreshSession } from "@/services/session-refresh";
import { useInterfaceStore } from "@/stores/interface";
import { useSessionStore, type SessionUser } from "@/stores/session";

export interface Visitor {
  /** False until it is known whether this browser holds a session. */
  isKnown: boolean;
  /** Who is signed in here, if anybody is. */
  user: SessionUser | null;
}

/** Who looks at a page that is open to everybody. Strangers cost no request. */
export function useVisitor(): Visitor {
  const status = useSessionStore((state) => state.status);
  const user = useSessionStore((state) => state.credentials?.user ?? null);
  const [isAsked, setAsked] = useState(false);
  useEffect(() => {
    if (status !== "unknown" || !useInterfaceStore.getState().hasSession) {
      setAsked(true);
      return;
    }
    void refreshSession()
      .then((isSignedIn) => useInterfaceStore.getState().setHasSession(isSignedIn))
      .catch(() => undefined)
      .finally(() => setAsked(true));
    // eslint-disable-next-line react-hooks/exhaustive-deps -- once, on arrival: what happens later is in the store
  }, []);
  return { isKnown: isAsked, user };
}
