import { useTranslations } from "next-intl";
import type { ReactNode } from "react";

import { isLostReason, isStage } from "@/lib/stages";
import { useFormat } from "@/hooks/use-format";
import type { TimelineEntry } from "@/services/timeline";

import { entrySentence } from "./entry-sentence";

export interface EntryStoryProps {
  entry: TimelineEntry;
  /** Wraps the title of a deal, in a link for example. */
  renderDeal?: (dealId: string, title: ReactNode) => ReactNode;
}

/** What the product noted by itself, as a sentence. */
export function EntryStory({ entry, renderDeal }: EntryStoryProps) {
  const t = useTranslations("timeline");
  const format = useFormat();
  const reasonName = useTranslations("pipeline.lostReason");
  const { key, values } = entrySentence(entry, {
    someone: t("someone"),
    stage: (stage) => (isStage(stage) ? t(`stage.${stage}`) : stage),
    money: (cents, currency) => format.money(cents, currency),
  });
  return t.rich(`event.${key}`, {
    ...values,
    reason: isLostReason(values.reason) ? reasonName(values.reason) : values.reason,
    who: (chunks) => <span className="font-medium text-foreground">{chunks}</span>,
    deal: (chunks) =>
      entry.deal_id && renderDeal ? renderDeal(entry.deal_id, chunks) : <span className="font-medium text-foreground">{chunks}</span>,
  });
}
