import { LoadingRegion } from "@/components/common/loading-region";
import { Skeleton } from "@/components/ui/skeleton";

export function FiguresSkeleton() {
  return (
    <LoadingRegion className="grid grid-cols-2 gap-3 lg:grid-cols-4">
      {[0, 1, 2, 3].map((tile) => (
        <Skeleton key={tile} className="h-[5.75rem] rounded-lg" />
      ))}
    </LoadingRegion>
  );
}

export function RowsSkeleton({ rows }: { rows: number }) {
  return (
    <LoadingRegion className="space-y-3 py-1">
      {Array.from({ length: rows }, (_, row) => (
        <Skeleton key={row} className="h-9 w-full" />
      ))}
    </LoadingRegion>
  );
}
