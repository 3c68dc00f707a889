import type { components } from "@/types/api";

type Preferences = components["schemas"]["Preferences"];

/** How a person writes dates and numbers; "auto" is as the language of the page does. */
export interface Formats {
  date: Preferences["date_format"];
  number: Preferences["number_format"];
  firstWeekday: Preferences["first_weekday"];
}

export const AUTO_FORMATS: Formats = { date: "auto", number: "auto", firstWeekday: "auto" };

export type DateOrder = "dmy" | "mdy" | "ymd";

/** The order that dates are typed and shown in. */
export function dateOrder(format: Formats["date"], locale: string): DateOrder {
  if (format !== "auto") return format;
  return locale === "en" ? "mdy" : "dmy";
}

const WEEKDAYS = { sunday: 0, monday: 1, saturday: 6 } as const;

/** The day that a week begins on, Sunday being 0. */
export function firstWeekdayIndex(day: Formats["firstWeekday"], locale: string): 0 | 1 | 6 {
  if (day !== "auto") return WEEKDAYS[day];
  return locale === "es" ? 1 : 0;
}

/** Group and decimal signs; groups are parted by a space that doesn't break. */
const SIGNS = { comma_dot: [",", "."], dot_comma: [".", ","], space_comma: ["\u00a0", ","] } as const;

/** The number as the formatter writes it, with the person's own signs. */
export function withSigns(format: Intl.NumberFormat, value: number, signs: Formats["number"] = "auto"): string {
  if (signs === "auto") return format.format(value);
  const [group, decimal] = SIGNS[signs];
  const own: Partial<Record<Intl.NumberFormatPartTypes, string>> = { group, decimal };
  return format
    .formatToParts(value)
    .map(({ type, value: text }) => own[type] ?? text)
    .join("");
}
