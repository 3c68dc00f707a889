"use client";

import { useSearchParams } from "next/navigation";
import { useEffect } from "react";

import { useLocalizedNavigation } from "@/hooks/use-localized-navigation";
import { paths, safeNext } from "@/lib/paths";
import { useSessionStore } from "@/stores/session";

/** Where signing in leads: the page that asked for it, else the dashboard. Whoever is signed in already goes there at once. */
export function useAuthRedirect(): string {
  const { replace } = useLocalizedNavigation();
  const next = safeNext(useSearchParams().get("next")) ?? paths.dashboard();
  useEffect(() => {
    if (useSessionStore.getState().status === "signed-in") replace(next);
    // Another tab may sign in while this one shows the form.
    // eslint-disable-next-line react-hooks/exhaustive-deps -- only on arrival: a log-in made here navigates by itself
  }, []);
  return next;
}
