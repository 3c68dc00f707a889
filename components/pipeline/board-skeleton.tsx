import { LoadingRegion } from "@/components/common/loading-region";
import { CARD_HEIGHT } from "@/components/pipeline/landing";
import { Skeleton } from "@/components/ui/skeleton";
import { STAGES } from "@/lib/stages";

const CARDS = [3, 2, 4, 1, 2];

export function BoardSkeleton() {
  return (
    <LoadingRegion className="flex min-h-0 flex-1 gap-3 overflow-hidden px-4 pb-3 pt-1 md:px-6">
      {STAGES.map((stage, index) => (
        <div
          key={stage}
          className="h-full w-[84vw] max-w-[20rem] shrink-0 rounded-lg bg-surface p-2 sm:w-72 xl:w-auto xl:min-w-[13.25rem] xl:max-w-none xl:flex-1"
        >
          <Skeleton className="mx-1 mb-4 mt-1 h-4 w-24" />
          {Array.from({ length: CARDS[index] ?? 2 }, (_, card) => (
            <Skeleton key={card} className="mb-2 rounded-lg" style={{ height: CARD_HEIGHT }} />
          ))}
        </div>
      ))}
    </LoadingRegion>
  );
}
