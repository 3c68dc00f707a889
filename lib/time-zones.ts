import { languageTag } from "@/lib/format";

export interface TimeZoneOption {
  /** "America/Sao_Paulo" */
  id: string;
  /** "America/Sao Paulo" */
  name: string;
  /** "GMT-3", as it is at the moment asked for. */
  offset: string;
}

/** Where most people who read the language live; they find their zone without searching. */
const FIRST: Record<string, readonly string[]> = {
  pt: ["America/Sao_Paulo"],
  es: ["America/Mexico_City", "America/Bogota", "America/Buenos_Aires", "America/Santiago", "America/Lima"],
  en: ["America/New_York", "America/Chicago", "America/Los_Angeles", "Europe/London"],
};

export const zoneName = (id: string) => id.replaceAll("_", " ");

export function zoneOffset(id: string, locale: string, at: Date): string {
  try {
    const parts = new Intl.DateTimeFormat(languageTag(locale), { timeZone: id, timeZoneName: "shortOffset" }).formatToParts(at);
    return parts.find((part) => part.type === "timeZoneName")?.value ?? "";
  } catch {
    return "";
  }
}

/** All zones this browser knows, `current` among them; those of the language and of this machine come first. */
export function timeZones(locale: string, current: string, at: Date = new Date()): TimeZoneOption[] {
  const known = Intl.supportedValuesOf("timeZone");
  const here = Intl.DateTimeFormat().resolvedOptions().timeZone;
  const first = [...(FIRST[locale] ?? []), here].filter((id) => known.includes(id));
  const ids = new Set([...first, ...known, current]);
  return [...ids].map((id) => ({ id, name: zoneName(id), offset: zoneOffset(id, locale, at) }));
}
