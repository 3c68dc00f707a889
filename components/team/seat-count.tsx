import { useTranslations } from "next-intl";

import type { Seats } from "@/hooks/use-seats";
import { cn } from "@/lib/utils";

/** How much room the plan still has, as a number and at a glance. */
export function SeatCount({ seats }: { seats: Seats }) {
  const t = useTranslations("team.seats");
  const share = Math.min(seats.taken / seats.limit, 1);
  return (
    <span className={cn("flex items-center gap-2 text-muted-foreground", seats.free === 0 && "text-warning-text")}>
      <span aria-hidden className="h-1.5 w-16 overflow-hidden rounded-full bg-muted max-sm:hidden">
        <span
          className={cn("block h-full rounded-full bg-primary", seats.free === 0 && "bg-warning")}
          style={{ width: `${Math.round(share * 100)}%` }}
        />
      </span>
      <span className="tabular whitespace-nowrap">{t("count", { taken: seats.taken, limit: seats.limit })}</span>
    </span>
  );
}
