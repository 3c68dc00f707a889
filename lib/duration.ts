import { languageTag } from "@/lib/format";

const STEPS = [
  ["day", 86_400],
  ["hour", 3_600],
  ["minute", 60],
] as const;

/** "3,5 dias", "2 hours", "40 min": the largest unit of which there is exactly one or at least two, else the next one. */
export function formatDuration(seconds: number, locale: string): string {
  const [unit, size] = STEPS.find(([, step]) => seconds >= 2 * step || seconds === step) ?? STEPS[2];
  const count = seconds / size;
  return new Intl.NumberFormat(languageTag(locale), {
    style: "unit",
    unit,
    unitDisplay: unit === "minute" ? "short" : "long",
    maximumFractionDigits: unit === "minute" || count >= 10 ? 0 : 1,
  }).format(count);
}
