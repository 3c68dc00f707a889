import { useTranslations } from "next-intl";
import type { ReactNode } from "react";

import { useFormat } from "@/hooks/use-format";
import { useStageName } from "@/hooks/use-pipeline-settings";
import { useReasonName } from "@/hooks/use-reason-name";
import { isStage } from "@/lib/stages";
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
  const reasonName = useReasonName();
  const stageName = useStageName();
  const { key, values } = entrySentence(entry, {
    someone: t("someone"),
    stage: (stage) => (isStage(stage) ? stageName(stage) : stage),
    money: (cents, currency) => format.money(cents, currency),
  });
  return t.rich(`event.${key}`, {
    ...values,
    reason: reasonName(values.reason),
    who: (chunks) => <span className="font-medium text-foreground">{chunks}</span>,
    deal: (chunks) =>
      entry.deal_id && renderDeal ? renderDeal(entry.deal_id, chunks) : <span className="font-medium text-foreground">{chunks}</span>,
  });
}
