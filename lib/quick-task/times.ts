/** The times of day and the repetitions that people name. Patterns read text in lower case without accents. */

import { nextDate, nextDayOfMonth, onOrAfter, partsOf, weekdayOf } from "@/lib/quick-task/days";
import { anyOf, WEEKDAY, WEEKDAYS } from "@/lib/quick-task/words";
import type { Repeats } from "@/services/task";

const pattern = (source: string) => new RegExp(`(?<![\\p{L}\\p{N}@#:/.])(?:${source})(?![\\p{L}\\p{N}:/])`, "gu");
const AT = "(?:(?:as|a las|a la|at|pelas|por volta das|around|sobre las|a partir das)\\s+)";
const MORNING = "da manha|de la manana|in the morning";
const LATE = "da tarde|de la tarde|da noite|de la noche|in the afternoon|in the evening";

function clock(hours: number, minutes: string | undefined): string | null {
  const minute = Number(minutes ?? 0);
  if (hours > 23 || minute > 59) return null;
  return `${String(hours).padStart(2, "0")}:${String(minute).padStart(2, "0")}`;
}

function halves(hours: string, half: string): number {
  const hour = Number(hours);
  if (/^a|^p/.test(half) ? hour > 12 || hour === 0 : hour > 12) return hour;
  const isLate = half.startsWith("p") || new RegExp(`^(?:${LATE})$`).test(half);
  return (hour % 12) + (isLate ? 12 : 0);
}

export const TIME_PATTERNS: readonly { pattern: RegExp; read: (match: RegExpExecArray) => string | null }[] = [
  {
    pattern: pattern(`${AT}?(\\d{1,2})(?:[:.](\\d{2}))?\\s?(am|pm|a\\.m\\.|p\\.m\\.|a\\.m|p\\.m)`),
    read: (match) => (Number(match[1]) > 12 || Number(match[1]) === 0 ? null : clock(halves(match[1] ?? "", match[3] ?? ""), match[2])),
  },
  {
    pattern: pattern(`${AT}?(\\d{1,2})(?::(\\d{2})|\\s?h(?:oras?|s)?(?:\\s?(\\d{2}))?)?\\s+(${MORNING}|${LATE})`),
    read: (match) => clock(halves(match[1] ?? "", match[4] ?? ""), match[2] ?? match[3]),
  },
  { pattern: pattern(`${AT}?(\\d{1,2}):(\\d{2})(?:\\s?h)?`), read: (match) => clock(Number(match[1]), match[2]) },
  // "Reunião de 2h" says how long, not when.
  {
    pattern: pattern(`${AT}(\\d{1,2})\\s?h(?:oras?|rs?|s)?(\\d{2})?|(?<!(?:de|por|for|durante|x) )(\\d{1,2})h(?:oras?|rs?|s)?(\\d{2})?`),
    read: (match) => clock(Number(match[1] ?? match[3]), match[2] ?? match[4]),
  },
  // Said without more, one to six are in the afternoon.
  {
    pattern: pattern(`${AT}(\\d{1,2})(?:\\s+(?:horas|hrs|hs))?`),
    read: (match) => {
      const hour = Number(match[1]);
      return clock(hour >= 1 && hour <= 6 && !match[1]?.startsWith("0") ? hour + 12 : hour, undefined);
    },
  },
  { pattern: pattern("(?:ao |a |at )?(?:meio-dia|meio dia|mediodia|noon|midday)"), read: () => "12:00" },
  { pattern: pattern("de manha|pela manha|por la manana|en la manana|in the morning"), read: () => "09:00" },
  { pattern: pattern("(?:a|de) tarde|por la tarde|en la tarde|in the afternoon"), read: () => "14:00" },
  { pattern: pattern("(?:a|de) noite|por la noche|en la noche|in the evening|tonight"), read: () => "19:00" },
];

export interface Repetition {
  repeats: Repeats;
  /** The first day of the rule from today on. */
  day: string;
}

type ReadRepetition = (match: RegExpExecArray, today: string, from: string) => Repetition | null;

const LIST = `(?:${WEEKDAY})(?:\\s*(?:,|/|\\be\\b|\\band\\b|\\by\\b|\\s)\\s*(?:(?:toda |todas as |cada |every )?(?:${WEEKDAY})))*`;
const EVERY = "toda|todo|todas as|todos os|every|cada|todos los|todas las|on";
const WEEKDAYS_WORD = anyOf([
  "dia util",
  "dias uteis",
  "weekday",
  "weekdays",
  "dia laborable",
  "dias laborables",
  "dia habil",
  "dias habiles",
]);

function weekly(words: string, today: string): Repetition {
  const found = [...words.matchAll(new RegExp(`(?<![\\p{L}-])(?:${WEEKDAY})(?![\\p{L}-])`, "gu"))].map(([word]) => WEEKDAYS.get(word) ?? 1);
  const weekdays = [...new Set(found)].sort((a, b) => a - b);
  const days = weekdays.map((weekday) => onOrAfter(today, weekday)).sort();
  return { repeats: { every: "week", weekdays }, day: days[0] ?? today };
}

/** from: the day that was named beside the rule, else today. */
export const REPEAT_PATTERNS: readonly { pattern: RegExp; read: ReadRepetition }[] = [
  {
    pattern: pattern(`(?:${EVERY})\\s+(?:${WEEKDAYS_WORD})|nos dias uteis|on weekdays|entre semana`),
    read: (_, today) => ({ repeats: { every: "weekday" }, day: weekdayOf(today) > 5 ? onOrAfter(today, 1) : today }),
  },
  {
    pattern: pattern(
      `(?:todo|cada|todos los|every month on the|every)\\s+(?:mes (?:no |el )?)?(?:dia\\s+(\\d{1,2})|(\\d{1,2})(?:st|nd|rd|th))`,
    ),
    read: (match, today) => {
      const day = Number(match[1] ?? match[2]);
      return day >= 1 && day <= 31 ? { repeats: { every: "month", day }, day: nextDayOfMonth(today, day) } : null;
    },
  },
  {
    pattern: pattern("todo dia|todos os dias|diariamente|every day|daily|cada dia|todos los dias|a diario|diario"),
    read: (_, today) => ({ repeats: { every: "day" }, day: today }),
  },
  { pattern: pattern(`(?:${EVERY.replace("|on", "")})\\s+(${LIST})`), read: (match, today) => weekly(match[1] ?? "", today) },
  {
    pattern: pattern("toda semana|todas as semanas|semanalmente|every week|weekly|cada semana|todas las semanas"),
    read: (_, today, from) => ({ repeats: { every: "week", weekdays: [weekdayOf(from)] }, day: from }),
  },
  {
    pattern: pattern("todo mes|todos os meses|mensalmente|every month|monthly|cada mes|todos los meses|mensualmente"),
    read: (_, today, from) => ({ repeats: { every: "month", day: partsOf(from)[2] }, day: from }),
  },
  {
    pattern: pattern("todo ano|todos os anos|anualmente|every year|yearly|cada ano|todos los anos"),
    read: (_, today, from) => {
      const [, month, day] = partsOf(from);
      return { repeats: { every: "year", month, day }, day: nextDate(today, month, day) ?? from };
    },
  },
];
