import { LoadingRegion } from "@/components/common/loading-region";
import { TimelineSkeleton } from "@/components/timeline/timeline-skeleton";
import { Skeleton } from "@/components/ui/skeleton";

export function ClientPageSkeleton() {
  return (
    <LoadingRegion className="flex min-h-0 flex-1 flex-col overflow-hidden">
      <div className="flex items-center gap-3 border-b px-4 py-3 md:px-6">
        <Skeleton className="size-9" />
        <div className="space-y-2">
          <Skeleton className="h-4 w-48" />
          <Skeleton className="h-3 w-32" />
        </div>
      </div>
      <div className="min-h-0 flex-1 lg:grid lg:grid-cols-[22rem_minmax(0,1fr)] xl:grid-cols-[25rem_minmax(0,1fr)]">
        <div className="hidden space-y-4 border-r p-6 lg:block">
          {Array.from({ length: 8 }, (_, row) => (
            <Skeleton key={row} className="h-4" style={{ width: `${55 + ((row * 29) % 40)}%` }} />
          ))}
        </div>
        <div className="space-y-6 px-4 py-4 md:px-6">
          <Skeleton className="mx-auto h-11 w-full max-w-3xl" />
          <TimelineSkeleton />
        </div>
      </div>
    </LoadingRegion>
  );
}
