import type { ReactNode } from "react";

import { LoadingRegion } from "@/components/common/loading-region";
import { Logo, LogoMark } from "@/components/common/logo";
import { Skeleton } from "@/components/ui/skeleton";

const LINKS = [0, 1, 2] as const;
const BARS = [0, 1, 2, 3, 4, 5] as const;

/** The frame's own shape while the session is looked up. */
export function FrameSkeleton() {
  return (
    <LoadingRegion className="flex h-dvh">
      <div className="hidden w-56 shrink-0 flex-col border-r bg-sidebar md:flex">
        <div className="flex h-14 items-center gap-2.5 px-3">
          <LogoMark className="size-7" />
          <Skeleton className="h-4 w-28" />
        </div>
        <div className="space-y-2 p-3">
          {LINKS.map((line) => (
            <Skeleton key={line} className="h-6 w-full" />
          ))}
        </div>
      </div>
      <div className="flex flex-1 flex-col">
        <div className="hidden h-12 items-center border-b px-6 md:flex">
          <Skeleton className="h-4 w-32" />
        </div>
        <div className="space-y-3 p-4 md:p-6">
          <Skeleton className="mb-6 h-7 w-48" />
          {BARS.map((line) => (
            <Skeleton key={line} className="h-10 w-full" />
          ))}
        </div>
      </div>
    </LoadingRegion>
  );
}

/** The frame around what went wrong before there was a session to show: the product's name and the choice of language stay. */
export function FrameOutage({ menu, children }: { menu: ReactNode; children: ReactNode }) {
  return (
    <div className="flex min-h-dvh flex-col">
      <header className="flex h-14 items-center justify-between border-b bg-sidebar px-4 md:px-6">
        <Logo />
        {menu}
      </header>
      <main className="flex flex-1 items-center justify-center">{children}</main>
    </div>
  );
}
