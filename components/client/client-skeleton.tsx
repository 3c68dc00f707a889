import { LoadingRegion } from "@/components/common/loading-region";
import { Skeleton } from "@/components/ui/skeleton";
import { cn } from "@/lib/utils";

import { GRID } from "./client-columns";

export function ClientTableSkeleton({ rows = 12 }: { rows?: number }) {
  return (
    <LoadingRegion className="min-h-0 flex-1 overflow-hidden">
      {Array.from({ length: rows }, (_, row) => (
        <div key={row} className={cn(GRID, "min-h-11 border-b px-4 py-2.5 md:px-6 md:py-1.5")}>
          <div className="flex items-center gap-3">
            <Skeleton className="size-7" />
            <Skeleton className="h-4" style={{ width: `${90 + ((row * 37) % 80)}px` }} />
          </div>
          <Skeleton className="hidden h-4 w-40 lg:block" />
          <Skeleton className="hidden h-4 w-28 md:block" />
          <Skeleton className="hidden h-4 w-24 xl:block" />
          <Skeleton className="ml-auto hidden h-4 w-6 xl:block" />
          <Skeleton className="hidden h-4 w-20 md:block" />
          <Skeleton className="hidden h-4 w-20 xl:block" />
          <span />
        </div>
      ))}
    </LoadingRegion>
  );
}
