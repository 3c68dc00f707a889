/** A line as people write it, read as a task: "ligar para Ana amanhã 15h", "call Ana every monday @bruno #site". */

import { DATE_PATTERNS, type Now, type When } from "@/lib/quick-task/dates";
import { REPEAT_PATTERNS, TIME_PATTERNS, type Repetition } from "@/lib/quick-task/times";
import type { Repeats } from "@/services/task";

export type PartKind = "date" | "time" | "repeat" | "person" | "deal";

/** A stretch of the text that was understood, by its place there. */
export interface Part {
  kind: PartKind;
  start: number;
  end: number;
  /** As long as the person leaves it there, it stays the same: what to name it by when it is not meant. */
  key: string;
}

export interface QuickTask {
  /** What is left of the text. */
  title: string;
  due_on: string | null;
  due_time: string | null;
  repeats: Repeats | null;
  /** What follows @ and #, without them. */
  person: string | null;
  deal: string | null;
  parts: Part[];
}

interface Found<T> {
  part: Part;
  value: T;
}

/** Lower case without accents, letter by letter, with the place of each in the text. */
function folded(text: string): { text: string; places: number[] } {
  const places: number[] = [];
  let found = "";
  for (let index = 0; index < text.length; index += 1) {
    const letter = (text[index] ?? "").normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
    for (const unit of letter.slice(0, 1)) {
      found += unit;
      places.push(index);
    }
  }
  places.push(text.length);
  return { text: found, places };
}

/** The last that is meant, since people put the time at the end; of those that overlap, the longest. */
function findLast<T>(
  source: ReturnType<typeof folded>,
  kind: PartKind,
  patterns: readonly { pattern: RegExp; read: (match: RegExpExecArray) => T | null }[],
  taken: readonly Part[],
  ignored: ReadonlySet<string>,
): Found<T> | null {
  let best: Found<T> | null = null;
  for (const { pattern, read } of patterns) {
    for (const match of source.text.matchAll(pattern)) {
      const start = source.places[match.index] ?? 0;
      const end = source.places[match.index + match[0].length] ?? start;
      const part: Part = { kind, start, end, key: `${kind}:${match[0]}` };
      if (ignored.has(part.key) || taken.some((other) => other.start < end && start < other.end)) continue;
      const overlaps: boolean = best !== null && best.part.start < end && start < best.part.end;
      const isBetter: boolean = best === null || (overlaps ? end - start > best.part.end - best.part.start : start > best.part.start);
      const value: T | null = isBetter ? read(match) : null;
      if (value !== null) best = { part, value };
    }
  }
  return best;
}

const NAMED: Record<"person" | "deal", RegExp> = {
  person: /(?<![\p{L}\p{N}])@([\p{L}\p{N}._-]+)/gu,
  // "#12" is a number of something.
  deal: /(?<![\p{L}\p{N}&])#([\p{L}\p{N}._-]*\p{L}[\p{L}\p{N}._-]*)/gu,
};

/**
 * Read a line. `ignored` holds the keys of parts that the person took back: they stay words of the title.
 *
 * A time without a day is today, or tomorrow when it has passed; a repetition without a day begins on its first one.
 */
export function parseQuickTask(text: string, now: Now, ignored: ReadonlySet<string> = new Set()): QuickTask {
  const source = folded(text);
  const parts: Part[] = [];
  const keep = <T>(found: Found<T> | null): T | null => {
    if (found) parts.push(found.part);
    return found?.value ?? null;
  };
  const asWritten = { text, places: Array.from({ length: text.length + 1 }, (_, index) => index) };
  const named = (kind: "person" | "deal") =>
    keep(findLast(asWritten, kind, [{ pattern: NAMED[kind], read: (match) => match[1] ?? null }], parts, ignored));
  const person = named("person");
  const deal = named("deal");
  // A rule is looked for first: its weekdays are no dates.
  const rules = REPEAT_PATTERNS.map(({ pattern, read }) => ({
    pattern,
    read: (match: RegExpExecArray) => (read(match, now.today, now.today) ? (from: string) => read(match, now.today, from) : null),
  }));
  const rule = keep<(from: string) => Repetition | null>(findLast(source, "repeat", rules, parts, ignored));
  const dates = DATE_PATTERNS.map(({ pattern, read }) => ({ pattern, read: (match: RegExpExecArray) => read(match, now) }));
  const when = keep<When>(findLast(source, "date", dates, parts, ignored));
  const time = keep<string>(findLast(source, "time", TIME_PATTERNS, parts, ignored)) ?? when?.time ?? null;
  const repetition = rule?.(when?.day ?? now.today) ?? null;
  parts.sort((a, b) => a.start - b.start);
  return {
    title: without(text, parts),
    due_on: when?.day ?? repetition?.day ?? (time ? dayOfTime(time, now) : null),
    due_time: time,
    repeats: repetition?.repeats ?? null,
    person,
    deal,
    parts,
  };
}

function dayOfTime(time: string, { today, time: now }: Now): string {
  return time > now ? today : new Date(Date.parse(today) + 86_400_000).toISOString().slice(0, 10);
}

/** The text without its parts, and without the commas and hyphens that hung on them. */
function without(text: string, parts: readonly Part[]): string {
  let left = "";
  let place = 0;
  for (const { start, end } of parts) {
    left += `${text.slice(place, start)} `;
    place = end;
  }
  return (left + text.slice(place))
    .replace(/\s+/g, " ")
    .replace(/\s+([,;.])/g, "$1")
    .replace(/^[\s,;:.–-]+|[\s,;:–-]+$/g, "")
    .trim();
}
