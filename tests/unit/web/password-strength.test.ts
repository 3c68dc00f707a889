import { describe, expect, it } from "vitest";

import { estimate } from "@/lib/password-estimate";
import { passwordStrength, strengthOfScore } from "@/lib/password-strength";

describe("what the meter says at first sight", () => {
  it.each([
    ["elevenchars", "short"],
    ["password1234!", "obvious"],
    ["aaaaaaaaaaaa", "obvious"],
    ["agencia sol 2024", "obvious"],
    ["um cavalo azul", "fair"],
    ["violet-harbour-lantern-42", "strong"],
  ] as const)("%s is %s", (password, strength) => {
    expect(passwordStrength(password, ["Agencia Sol"])).toBe(strength);
  });
});

describe("what the estimator finds", () => {
  it.each(["qwertyuiop12", "1q2w3e4r5t6y", "abcdefghijkl"])("%s is guessed soon", (password) => {
    expect(strengthOfScore(estimate(password, []))).toBe("obvious");
  });

  it.each(["violet-harbour-lantern-42", "tigela martelo ovelha 9", "x7Kq-99wz-PLm2"])("%s is hard to guess", (password) => {
    expect(estimate(password, [])).toBeGreaterThanOrEqual(3);
  });

  it("looks at the first hundred characters alone, however long it is", () => {
    const started = performance.now();
    estimate("ab1!".repeat(50_000), []);
    expect(performance.now() - started).toBeLessThan(2_000);
  });
});
