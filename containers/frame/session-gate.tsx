"use client";

import { useEffect, useState, type ReactNode } from "react";

import { ErrorState } from "@/components/common/error-state";
import { FrameSkeleton } from "@/components/frame/frame-skeleton";
import { useLocalizedNavigation } from "@/hooks/use-localized-navigation";
import { paths } from "@/lib/paths";
import { followOtherTabs, refreshSession } from "@/services/session-refresh";
import { useSessionStore } from "@/stores/session";

/** Lets the application show once the refresh cookie has become a session; else leads to the log-in page and back. */
export function SessionGate({ children }: { children: ReactNode }) {
  const status = useSessionStore((state) => state.status);
  const hasLeft = useSessionStore((state) => state.hasLeft);
  const { replace, pathname } = useLocalizedNavigation();
  const [error, setError] = useState<unknown>(null);

  useEffect(followOtherTabs, []);

  useEffect(() => {
    if (status === "unknown" && !error) refreshSession().catch(setError);
  }, [status, error]);

  useEffect(() => {
    if (status !== "signed-out") return;
    replace(paths.login(hasLeft ? undefined : `${pathname}${window.location.search}`));
  }, [status, hasLeft, pathname, replace]);

  if (error && status === "unknown") {
    return (
      <main className="flex min-h-dvh items-center justify-center">
        <ErrorState error={error} onRetry={() => setError(null)} />
      </main>
    );
  }
  return status === "signed-in" ? children : <FrameSkeleton />;
}
