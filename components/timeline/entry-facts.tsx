import { useTranslations } from "next-intl";

import type { TimelineEntry } from "@/services/timeline";

/** Length and direction of a call or meeting, in words. */
export function EntryFacts({ metadata }: { metadata: TimelineEntry["metadata"] }) {
  const t = useTranslations("timeline");
  const { duration_seconds: seconds, direction } = metadata;
  const facts: string[] = [];
  if (direction === "inbound" || direction === "outbound") facts.push(t(`direction.${direction}`));
  if (typeof seconds === "number") facts.push(t("duration", { minutes: Math.round(seconds / 60) }));
  return facts.length > 0 && <p className="text-xs text-muted-foreground">{facts.join(" · ")}</p>;
}
