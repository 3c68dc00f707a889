import { LoadingRegion } from "@/components/common/loading-region";
import { Skeleton } from "@/components/ui/skeleton";

export function TaskSkeleton({ rows = 6 }: { rows?: number }) {
  return (
    <LoadingRegion className="space-y-1">
      {Array.from({ length: rows }, (_, index) => (
        <div key={index} className="flex h-10 items-center gap-3 px-2">
          <Skeleton className="size-5 rounded-full" />
          <Skeleton className="h-4 flex-1" style={{ maxWidth: `${60 - (index % 3) * 12}%` }} />
          <Skeleton className="ml-auto h-4 w-16" />
        </div>
      ))}
    </LoadingRegion>
  );
}
