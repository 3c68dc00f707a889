import { expect, test } from "vitest";

import { timeZones, zoneOffset } from "@/lib/time-zones";

const winter = new Date("2026-06-15T12:00:00Z");

test("São Paulo comes first in Portuguese, with its offset", () => {
  expect(timeZones("pt", "UTC", winter)[0]).toEqual({ id: "America/Sao_Paulo", name: "America/Sao Paulo", offset: "GMT-3" });
});

test("each zone is listed once, and a chosen one that the browser does not list is there", () => {
  const ids = timeZones("es", "Etc/GMT+3", winter).map((zone) => zone.id);
  expect(new Set(ids).size).toBe(ids.length);
  expect(ids).toContain("Etc/GMT+3");
});

test("a zone that does not exist has no offset", () => {
  expect(zoneOffset("Mars/Olympus", "pt", winter)).toBe("");
});
