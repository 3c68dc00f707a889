/** The days that people name. Patterns read text in lower case without accents. */

import type { DateOrder } from "@/lib/formats";
import { addDays, addMonths, clipped, nextDate, nextDayOfMonth, onOrAfter, partsOf, toDay, weekdayOf } from "@/lib/quick-task/days";
import { ENGLISH_MONTH, MONTH, MONTHS, NUMBER, NUMBERS, ONE_WEEKDAY, UNIT, UNITS, WEEKDAYS } from "@/lib/quick-task/words";

export interface Now {
  /** "2026-11-24", and "14:30", by the person's clock. */
  today: string;
  time: string;
  order: DateOrder;
}

export interface When {
  day: string;
  time?: string;
}

/** What a pattern found means; null when it means nothing after all ("31/02"). */
export interface DatePattern {
  pattern: RegExp;
  read: (match: RegExpExecArray, now: Now) => When | null;
}

const ON = "(?:(?:on|by|until|na|no|nesta|neste|ate|para|pra|el|este|esta|this|hasta(?: el)?|para el)\\s+)?";
const NEXT_BEFORE = "proxim[ao]|next";
const NEXT_AFTER = "que vem|que viene|da semana que vem|da proxima semana|proxim[ao]";
// "A segunda via", "a quarta parcela": what is counted, not a day.
const COUNTED = "(?:via|vias|parte|parcela|versao|etapa|fase|rodada|proposta|vez|edicao|reuniao|opcao)\\b";
const day = (day: string | null): When | null => (day === null ? null : { day });

/** 26 and 2026 are the same year. */
function fullYear(text: string): number {
  return Number(text) + (text.length === 2 ? 2000 : 0);
}

function after(count: number, unit: string, now: Now): When | null {
  switch (UNITS.get(unit)) {
    case "day":
      return day(addDays(now.today, count));
    case "week":
      return day(addDays(now.today, count * 7));
    case "month":
      return day(addMonths(now.today, count));
    case "year":
      return day(addMonths(now.today, count * 12));
    case "hour":
    case "minute": {
      const moment = Date.parse(`${now.today}T${now.time}Z`) + count * (UNITS.get(unit) === "hour" ? 3_600_000 : 60_000);
      const text = new Date(moment).toISOString();
      return { day: text.slice(0, 10), time: text.slice(11, 16) };
    }
    default:
      return null;
  }
}

function numericDate(first: string, second: string, year: string | undefined, now: Now): When | null {
  let [date, month] = [Number(first), Number(second)];
  if ((now.order !== "dmy" && date <= 12) || month > 12) [date, month] = [month, date];
  return day(year ? toDay(fullYear(year), month, date) : nextDate(now.today, month, date));
}

function namedDate(date: string, month: string, year: string | undefined, now: Now): When | null {
  const number = MONTHS.get(month) ?? 0;
  return day(year ? toDay(fullYear(year), number, Number(date)) : nextDate(now.today, number, Number(date)));
}

/** A weekday alone is the next one, never today's; "next" puts it into the week after this one, which begins on Monday. */
function weekday(word: string, isNext: boolean, now: Now): When | null {
  const wanted = WEEKDAYS.get(word) ?? 1;
  if (isNext) return day(addDays(now.today, 8 - weekdayOf(now.today) + wanted - 1));
  return day(onOrAfter(addDays(now.today, 1), wanted));
}

const pattern = (source: string) => new RegExp(`(?<![\\p{L}\\p{N}@#/])(?:${source})(?![\\p{L}\\p{N}/])`, "gu");

/** The most telling first: where two begin at the same place, the longer one counts. */
export const DATE_PATTERNS: readonly DatePattern[] = [
  { pattern: pattern("depois de amanha|(?:the )?day after tomorrow|pasado manana"), read: (_, now) => day(addDays(now.today, 2)) },
  { pattern: pattern(`${ON}(?:hoje|hoy|today)`), read: (_, now) => day(now.today) },
  { pattern: pattern(`${ON}(?:amanha|tomorrow|tmrw)`), read: (_, now) => day(addDays(now.today, 1)) },
  // "Por la mañana" is a time of the day.
  { pattern: pattern(`${ON}(?<!(?:por|de|en) la )manana`), read: (_, now) => day(addDays(now.today, 1)) },
  {
    pattern: pattern(`${ON}(?:(${NEXT_BEFORE})\\s+)?(${ONE_WEEKDAY})(?:\\s+(${NEXT_AFTER}))?(?!\\s+${COUNTED})`),
    read: (match, now) => weekday(match[2] ?? "", Boolean(match[1] ?? match[3]), now),
  },
  {
    pattern: pattern(`(?:em|in|en|dentro de|daqui a|de aqui a|within)\\s+(${NUMBER})\\s+(${UNIT})`),
    read: (match, now) => after(NUMBERS.get(match[1] ?? "") ?? Number(match[1]), match[2] ?? "", now),
  },
  {
    pattern: pattern(`${ON}(?:a |la )?(?:semana que vem|proxima semana|semana que viene|semana proxima|next week)`),
    read: (_, now) => day(onOrAfter(addDays(now.today, 1), 1)),
  },
  {
    pattern: pattern(`${ON}(?:o )?(?:mes que vem|proximo mes|mes que viene|next month)`),
    read: (_, now) => day(`${addMonths(now.today, 1).slice(0, 8)}01`),
  },
  {
    pattern: pattern(`${ON}(?:(?:o |al |a )?(?:fim|final|fin) d[eo] mes|end of (?:the )?month|eom)`),
    read: (_, now) => day(clipped(...([...partsOf(now.today).slice(0, 2), 31] as [number, number, number]))),
  },
  { pattern: pattern(`${ON}(?:fim de semana|fin de semana|weekend)`), read: (_, now) => day(onOrAfter(now.today, 6)) },
  {
    pattern: pattern(`${ON}(\\d{4})-(\\d{2})-(\\d{2})`),
    read: (match) => day(toDay(Number(match[1]), Number(match[2]), Number(match[3]))),
  },
  {
    pattern: pattern(`${ON}(?:dia )?(?!24/7)(\\d{1,2})/(\\d{1,2})(?:/(\\d{4}|\\d{2}))?`),
    read: (match, now) => numericDate(match[1] ?? "", match[2] ?? "", match[3], now),
  },
  {
    pattern: pattern(`${ON}(\\d{1,2})[.-](\\d{1,2})[.-](\\d{4}|\\d{2})`),
    read: (match, now) => numericDate(match[1] ?? "", match[2] ?? "", match[3], now),
  },
  {
    pattern: pattern(`${ON}(?:dia |the )?(\\d{1,2})(?:o|st|nd|rd|th)?\\s+(?:de |of )?(${MONTH})(?:(?:\\s+(?:de|del))?\\s+(\\d{4}))?`),
    read: (match, now) => namedDate(match[1] ?? "", match[2] ?? "", match[3], now),
  },
  {
    pattern: pattern(`${ON}(${ENGLISH_MONTH})\\s+(?:the )?(\\d{1,2})(?:st|nd|rd|th)?(?:,?\\s+(\\d{4}))?`),
    read: (match, now) => namedDate(match[2] ?? "", match[1] ?? "", match[3], now),
  },
  {
    pattern: pattern(`${ON}(?:o |el )?dia (\\d{1,2})|(?:on |by )the (\\d{1,2})(?:st|nd|rd|th)`),
    read: (match, now) => {
      const wanted = Number(match[1] ?? match[2]);
      return wanted >= 1 && wanted <= 31 ? day(nextDayOfMonth(now.today, wanted)) : null;
    },
  },
];
