"use client";

import { useSearchParams } from "next/navigation";
import { useEffect } from "react";

import { useLocalizedNavigation } from "@/hooks/use-localized-navigation";
import { paths, safeNext } from "@/lib/paths";
import { refreshSession } from "@/services/session-refresh";
import { useSessionStore } from "@/stores/session";
import { useInterfaceStore } from "@/stores/interface";

/** Where signing in leads: the page that asked for it, else the person's start page. Whoever is signed in already goes there at once. */
export function useAuthRedirect(): string {
  const { replace } = useLocalizedNavigation();
  const next = safeNext(useSearchParams().get("next")) ?? paths.start();
  useEffect(() => {
    let isHere = true;
    const { status } = useSessionStore.getState();
    if (status === "signed-in") replace(next);
    // Whether the cookie still holds a session only the server can say; strangers are not asked.
    else if (status === "unknown" && useInterfaceStore.getState().hasSession) {
      refreshSession()
        .then((isSignedIn) => {
          if (!isSignedIn) useInterfaceStore.getState().setHasSession(false);
          else if (isHere) replace(next);
        })
        .catch(() => undefined);
    }
    return () => {
      isHere = false;
    };
    // eslint-disable-next-line react-hooks/exhaustive-deps -- only on arrival: a log-in made here navigates by itself
  }, []);
  return next;
}
