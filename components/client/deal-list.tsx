import { useTranslations } from "next-intl";

import { Money } from "@/components/common/money";
import { StageDot } from "@/components/pipeline/stage-dot";
import { Badge } from "@/components/ui/badge";
import { useStageName } from "@/hooks/use-pipeline-settings";
import { Link } from "@/i18n/navigation";
import { paths } from "@/lib/paths";
import type { Deal } from "@/lib/board-types";

/** A client's deals; each opens its panel over the board. */
export function DealList({ deals }: { deals: Deal[] }) {
  const t = useTranslations("client");
  const stageName = useStageName();
  return (
    <ul className="-mx-2">
      {deals.map((deal) => (
        <li key={deal.id}>
          <Link href={paths.deal(deal.id)} prefetch={false} className="block rounded-md px-2 py-2 transition-colors hover:bg-accent/60">
            <span className="flex items-baseline justify-between gap-3">
              <span className="min-w-0 truncate font-medium">{deal.title}</span>
              <Money cents={deal.value_cents} currency={deal.currency} className="shrink-0 text-sm" />
            </span>
            <span className="mt-0.5 flex items-center gap-2 text-xs text-muted-foreground">
              {deal.outcome ? (
                <Badge variant={deal.outcome === "won" ? "success" : "destructive"}>{t(`deal.${deal.outcome}`)}</Badge>
              ) : (
                <span className="flex items-center gap-1.5">
                  <StageDot stage={deal.stage} />
                  {stageName(deal.stage)}
                </span>
              )}
              {deal.owner_name && <span className="truncate">{deal.owner_name}</span>}
            </span>
          </Link>
        </li>
      ))}
    </ul>
  );
}
