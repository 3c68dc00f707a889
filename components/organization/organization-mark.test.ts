import { describe, expect, it } from "vitest";

import { inkOn } from "./organization-mark";

describe("inkOn", () => {
  it.each([
    ["#000000", "#ffffff"],
    ["#ffffff", "#000000"],
    ["#facc15", "#000000"],
    ["#1e3a8a", "#ffffff"],
    ["#dc2626", "#ffffff"],
  ])("on %s is %s", (color, ink) => {
    expect(inkOn(color)).toBe(ink);
  });
});
