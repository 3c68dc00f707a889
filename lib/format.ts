import { withSigns, type DateOrder, type Formats } from "@/lib/formats";

/** BCP 47 tags behind the three languages: Portuguese is Brazilian, Spanish that of Latin America. */
const TAGS: Record<string, string> = { en: "en-US", pt: "pt-BR", es: "es-419" };

export function languageTag(locale: string): string {
  return TAGS[locale] ?? locale;
}

/** Making a formatter takes a hundred times longer than using it, and a screen uses a few of them a thousand times. */
function reused<T>(make: (...parts: string[]) => T): (...parts: string[]) => T {
  const made = new Map<string, T>();
  return (...parts) => {
    const key = parts.join("/");
    let one = made.get(key);
    if (one === undefined) made.set(key, (one = make(...parts)));
    return one;
  };
}

const NOTATIONS: Record<string, Intl.NumberFormatOptions> = {
  compact: { notation: "compact", maximumFractionDigits: 1 },
  whole: { maximumFractionDigits: 0 },
  exact: {},
};

/** Latin American Spanish spells currencies out ("BRL 10"); these are written with the sign that people know them by. */
const SPANISH_SIGNS = new Set(["BRL", "EUR", "GBP", "MXN", "ARS", "CLP", "COP", "UYU", "PEN", "PYG", "BOB", "CRC", "GTQ"]);

const currencyFormat = reused(
  (locale = "", currency = "", notation = "exact") =>
    new Intl.NumberFormat(languageTag(locale), {
      style: "currency",
      currency,
      currencyDisplay: locale === "es" && SPANISH_SIGNS.has(currency) ? "narrowSymbol" : "symbol",
      useGrouping: "always",
      ...NOTATIONS[notation],
    }),
);

const currencyDigits = reused(
  (currency = "") => new Intl.NumberFormat("en", { style: "currency", currency }).resolvedOptions().maximumFractionDigits ?? 2,
);

const numberFormat = reused((locale = "") => new Intl.NumberFormat(languageTag(locale), { useGrouping: "always" }));
const relativeFormat = reused((locale = "") => new Intl.RelativeTimeFormat(languageTag(locale), { numeric: "auto" }));

/** Digits behind the comma of a currency: 2 for BRL, 0 for CLP or JPY. */
export function minorDigits(currency: string): number {
  return currencyDigits(currency);
}

export interface MoneyOptions {
  /** 12.400 becomes "12,4 mil"; for sums where space is short. */
  compact?: boolean;
  /** Leave out the cents when they are zero. */
  trimZero?: boolean;
}

export function formatMoney(
  amountCents: number,
  currency: string,
  locale: string,
  { compact = false, trimZero = true }: MoneyOptions = {},
  signs?: Formats["number"],
): string {
  const amount = amountCents / 10 ** minorDigits(currency);
  const isCompact = compact && Math.abs(amount) >= 10_000;
  const notation = isCompact ? "compact" : trimZero && Number.isInteger(amount) ? "whole" : "exact";
  const text = withSigns(currencyFormat(locale, currency, notation), amount, signs);
  return locale === "es" && currency === "USD" ? text.replace(/USD\s?/, "US$") : text;
}

/**
 * Read an amount as people type it, in minor units: "1.234,56", "1,234.56", "R$ 1 234,5", "1500", "10k", "10 mil".
 *
 * The last separator is the decimal one unless exactly three digits follow it. Returns null when it is not an amount.
 */
export function parseMoney(text: string, currency: string): number | null {
  const match = /^(-?)([\d.,\s'’]*\d)\s*(k|mil|m|mi)?$/i.exec(
    text
      .replace(/[^\d.,\s'’\-a-z]/gi, "")
      .replace(/^(-?)\s*[a-z]{1,3}(?=[\s\d])/i, "$1")
      .trim(),
  );
  if (!match) return null;
  const [, sign, raw = "", suffix = ""] = match;
  const compact = raw.replace(/[\s'’]/g, "");
  const decimals = /[.,](\d{1,2}|\d{4,})$/.exec(compact);
  const whole = (decimals ? compact.slice(0, decimals.index) : compact).replace(/[.,]/g, "");
  const factor = /^(k|mil)$/i.test(suffix) ? 1_000 : suffix ? 1_000_000 : 1;
  const amount = Number(`${whole || "0"}.${decimals?.[1] ?? "0"}`) * factor;
  const cents = Math.round(amount * 10 ** minorDigits(currency));
  return Number.isSafeInteger(cents) ? (sign ? -cents : cents) : null;
}

/** What an amount looks like inside a field: no symbol, the locale's separators. */
export function formatMoneyInput(amountCents: number, currency: string, locale: string, signs?: Formats["number"]): string {
  const digits = minorDigits(currency);
  const format = new Intl.NumberFormat(languageTag(locale), {
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
    useGrouping: "always",
  });
  return withSigns(format, amountCents / 10 ** digits, signs);
}

export function formatNumber(value: number, locale: string, signs?: Formats["number"]): string {
  return withSigns(numberFormat(locale), value, signs);
}

export function formatPercent(ratio: number, locale: string): string {
  return new Intl.NumberFormat(languageTag(locale), { style: "percent", maximumFractionDigits: 0 }).format(ratio);
}

export type DateStyle = "short" | "medium" | "long" | "weekday" | "time" | "datetime" | "month" | "monthShort";

const STYLES: Record<DateStyle, Intl.DateTimeFormatOptions> = {
  short: { day: "numeric", month: "short" },
  medium: { day: "numeric", month: "short", year: "numeric" },
  long: { day: "numeric", month: "long", year: "numeric" },
  weekday: { weekday: "long", day: "numeric", month: "long" },
  time: { hour: "2-digit", minute: "2-digit" },
  datetime: { day: "numeric", month: "short", year: "numeric", hour: "2-digit", minute: "2-digit" },
  month: { month: "long", year: "numeric" },
  monthShort: { month: "short" },
};

// Without a zone, that of this browser.
const dateFormat = reused(
  (locale = "", style = "", timeZone = "") =>
    new Intl.DateTimeFormat(languageTag(locale), {
      ...STYLES[style as DateStyle],
      ...(locale === "en" && STYLES[style as DateStyle].hour && { hour: "numeric" }),
      ...(locale === "es" && { hourCycle: "h23" as const }),
      timeZone: timeZone || undefined,
    }),
);

/** In figures, where a person chose their order; what is spelled out keeps the words of the language. */
const IN_FIGURES: Partial<Record<DateStyle, boolean>> = { short: true, medium: true, datetime: true };
const TWO_DIGITS: Intl.DateTimeFormatOptions = { year: "numeric", month: "2-digit", day: "2-digit" };

const figuresFormat = reused((timeZone = "") => new Intl.DateTimeFormat("en-US", { ...TWO_DIGITS, timeZone: timeZone || undefined }));

function inFigures(date: Date, order: DateOrder, style: DateStyle, timeZone: string): string {
  const parts = Object.fromEntries(
    figuresFormat(timeZone)
      .formatToParts(date)
      .map(({ type, value }) => [type, value]),
  );
  const { year = "", month = "", day = "" } = parts;
  const ordered = { dmy: [day, month, year], mdy: [month, day, year], ymd: [year, month, day] }[order];
  return ordered.filter((part) => style !== "short" || part !== year).join(order === "ymd" ? "-" : "/");
}

/**
 * `value` is a timestamp, or a plain date ("2026-03-31") that means the same day in every time zone.
 *
 * order: of day, month and year where the person chose one; "auto" writes dates as the language does.
 */
export function formatDate(
  value: string | Date,
  locale: string,
  style: DateStyle = "medium",
  timeZone?: string,
  order: Formats["date"] = "auto",
): string {
  const isPlainDate = typeof value === "string" && /^\d{4}-\d{2}-\d{2}$/.test(value);
  const date = typeof value === "string" ? new Date(isPlainDate ? `${value}T12:00:00Z` : value) : value;
  const zone = (isPlainDate ? "UTC" : timeZone) ?? "";
  if (order === "auto" || !IN_FIGURES[style]) return dateFormat(locale, style, zone).format(date);
  const day = inFigures(date, order, style, zone);
  return style === "datetime" ? `${day}, ${dateFormat(locale, "time", zone).format(date)}` : day;
}

const STEPS: [Intl.RelativeTimeFormatUnit, number][] = [
  ["year", 31_536_000],
  ["month", 2_592_000],
  ["week", 604_800],
  ["day", 86_400],
  ["hour", 3_600],
  ["minute", 60],
];

/** "há 3 horas", "yesterday", "en 2 días"; under a minute it is "now". */
export function formatRelative(value: string | Date, locale: string, now: Date = new Date()): string {
  const seconds = Math.round((new Date(value).getTime() - now.getTime()) / 1000);
  const format = relativeFormat(locale);
  for (const [unit, size] of STEPS) {
    if (Math.abs(seconds) >= size) return format.format(Math.trunc(seconds / size), unit);
  }
  return format.format(0, "second");
}
