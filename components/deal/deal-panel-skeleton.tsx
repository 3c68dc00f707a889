import { LoadingRegion } from "@/components/common/loading-region";
import { Skeleton } from "@/components/ui/skeleton";

export function DealPanelSkeleton() {
  return (
    <LoadingRegion className="space-y-4 pt-1">
      <Skeleton className="h-4 w-32" />
      <Skeleton className="h-7 w-3/4" />
      <Skeleton className="h-8 w-40" />
      {[0, 1, 2, 3, 4].map((row) => (
        <Skeleton key={row} className="h-5 w-full" />
      ))}
    </LoadingRegion>
  );
}
