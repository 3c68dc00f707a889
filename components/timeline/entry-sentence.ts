import type messages from "@/messages/en.json";
import type { TimelineEntry } from "@/services/timeline";

/** Message key below `timeline.event`. */
export type SentenceKey = keyof (typeof messages)["timeline"]["event"];

/** Words the sentence needs in the reader's language. */
export interface SentenceWords {
  someone: string;
  stage: (stage: string) => string;
  money: (cents: number, currency: string) => string;
}

export interface Sentence {
  key: SentenceKey;
  values: { actor: string; title: string; from: string; to: string; value: string; reason: string };
}

const EVENTS: ReadonlySet<string> = new Set<SentenceKey>([
  "client_created",
  "client_imported",
  "client_merged",
  "client_unmerged",
  "deal_created",
  "deal_imported",
  "deal_moved",
  "deal_won",
  "deal_lost",
  "deal_reopened",
  "deal_move_undone",
  "deal_deleted",
  "deal_restored",
  "task_completed",
]);
/** Events whose sentence ends with a detail that may be missing. */
const DETAIL_OF: Record<string, "value" | "reason"> = {
  deal_created: "value",
  deal_won: "value",
  deal_lost: "reason",
  deal_reopened: "reason",
};

/** True for entries the product wrote by itself, which are told as a sentence and can't be edited. */
export function isToldByProduct(entry: Pick<TimelineEntry, "type">): boolean {
  return entry.type === "deal" || entry.type === "system" || entry.type === "task";
}

/** True for entries a person may edit and delete. */
export function isWritten(entry: Pick<TimelineEntry, "type">): boolean {
  return entry.type === "note" || entry.type === "meeting" || entry.type === "call";
}

/** What happened, as a message key and its values; events of a later release read as `unknown`. */
export function entrySentence(entry: Pick<TimelineEntry, "metadata" | "user_name">, words: SentenceWords): Sentence {
  const details = entry.metadata as Record<string, unknown>;
  const text = (name: string) => (typeof details[name] === "string" ? details[name] : "");
  const stage = (name: string) => (text(name) ? words.stage(text(name)) : "");
  const cents = details.value_cents;
  const values = {
    actor: entry.user_name ?? words.someone,
    title: text("title"),
    from: stage("from"),
    to: stage("to"),
    value: typeof cents === "number" && cents > 0 && text("currency") ? words.money(cents, text("currency")) : "",
    reason: text("lost_reason") || text("reason"),
  };
  const event = text("event").replaceAll(".", "_");
  if (!EVENTS.has(event)) return { key: "unknown", values };
  const detail = DETAIL_OF[event];
  return { key: (detail && !values[detail] ? `${event}_plain` : event) as SentenceKey, values };
}
