import { describe, expect, it } from "vitest";

import { formatDuration } from "@/lib/duration";

describe("formatDuration", () => {
  it.each([
    [0, "en", "0 min"],
    [90 * 60, "en", "90 min"],
    [3_600, "pt", "1 hora"],
    [3 * 3_600, "pt", "3 horas"],
    [47 * 3_600, "en", "47 hours"],
    [3.5 * 86_400, "pt", "3,5 dias"],
    [3.5 * 86_400, "es", "3.5 días"],
    [40.4 * 86_400, "en", "40 days"],
  ])("%s s in %s is %s", (seconds, locale, text) => {
    expect(formatDuration(seconds, locale)).toBe(text);
  });
});
