import { expect, it } from "vitest";

import { formatPhone } from "./format-phone";

it.each([
  ["+5521987654321", "+55 21 98765-4321"],
  ["+552135738847", "+55 21 3573-8847"],
  ["+14155550123", "+1 415 555-0123"],
  ["+351912345678", "+351912345678"],
  ["ramal 12", "ramal 12"],
])("%s reads as %s", (stored, shown) => {
  expect(formatPhone(stored)).toBe(shown);
});
