"use client";

import dynamic from "next/dynamic";
import { startTransition, useEffect, useState, type ReactNode } from "react";

import { ErrorState } from "@/components/common/error-state";
import { LocaleMenu } from "@/components/common/locale-menu";
import { FrameOutage, FrameSkeleton } from "@/components/frame/frame-skeleton";
import { useLocalizedNavigation } from "@/hooks/use-localized-navigation";
import { useSession } from "@/hooks/use-session";
import { followClicks, pendingTarget } from "@/lib/click-target";
import { paths } from "@/lib/paths";
import { useSessionStore } from "@/stores/session";

const ClosedOrganization = dynamic(
  () => import("@/containers/organization/closed-organization").then((module) => module.ClosedOrganization),
  { ssr: false },
);

/** Lets the application show once the refresh cookie has become a session; else leads to the log-in page and back. */
export function SessionGate({ children }: { children: ReactNode }) {
  const { status, hasLeft, error, retry } = useSession();
  const { replace, pathname, locale } = useLocalizedNavigation();
  const isSignedIn = status === "signed-in";
  const isClosed = useSessionStore((state) => Boolean(state.credentials?.organization.purge_at));
  // The whole application at once would hold up the browser: a transition renders it in slices.
  const [isShown, setShown] = useState(isSignedIn);
  useEffect(() => startTransition(() => setShown(isSignedIn)), [isSignedIn]);

  useEffect(() => followClicks(locale), [locale]);

  useEffect(() => {
    if (status !== "signed-out") return;
    replace(paths.login(hasLeft ? undefined : (pendingTarget() ?? `${pathname}${window.location.search}`)));
  }, [status, hasLeft, pathname, replace]);

  if (error && status === "unknown") {
    return (
      <FrameOutage menu={<LocaleMenu />}>
        <ErrorState error={error} onRetry={retry} />
      </FrameOutage>
    );
  }
  if (!isSignedIn || !isShown) return <FrameSkeleton />;
  return isClosed ? <ClosedOrganization /> : children;
}
