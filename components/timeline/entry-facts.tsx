import { useTranslations } from "next-intl";

import type { TimelineEntry } from "@/services/timeline";

/** Length and direction of what was said or written, in words. */
export function EntryFacts({ type, metadata }: Pick<TimelineEntry, "type" | "metadata">) {
  const t = useTranslations("timeline");
  const { duration_seconds: seconds, direction } = metadata;
  const facts: string[] = [];
  if (direction === "inbound" || direction === "outbound") {
    facts.push(t(type === "call" ? `direction.${direction}` : `messageDirection.${direction}`));
  }
  if (typeof seconds === "number") facts.push(t("duration", { minutes: Math.round(seconds / 60) }));
  return facts.length > 0 && <p className="text-xs text-muted-foreground">{facts.join(" · ")}</p>;
}
