import { expect, test } from "vitest";

import { paletteScore } from "@/lib/palette-score";

test("the beginning of a name weighs more than a word in it, and that more than letters inside", () => {
  const scores = ["Negócios", "Novo negócio", "Renegociar", "Clientes"].map((name) => paletteScore(name, "negoc"));
  expect(scores).toEqual([0.9, 0.7, 0.4, 0]);
});
