"use client";

import { useDeferredValue, useEffect, useMemo, useState } from "react";

import type { estimate as estimateScore } from "@/lib/password-estimate";
import { passwordStrength, strengthOfScore, type PasswordStrength } from "@/lib/password-strength";

type Estimate = typeof estimateScore;

/** How hard a password is to guess, while it is typed. The estimator and its dictionary come with the first letter. */
export function usePasswordStrength(password: string, known: readonly string[]): PasswordStrength {
  const [estimate, setEstimate] = useState<{ of: Estimate }>();
  const isNeeded = password !== "";
  useEffect(() => {
    let isHere = true;
    if (isNeeded) {
      import("@/lib/password-estimate").then((module) => isHere && setEstimate({ of: module.estimate })).catch(() => undefined);
    }
    return () => {
      isHere = false;
    };
  }, [isNeeded]);
  const typed = useDeferredValue(password);
  const names = known.join("\n");
  return useMemo(() => {
    const bySight = passwordStrength(typed, names.split("\n"));
    if (!estimate || bySight === "short" || bySight === "obvious") return bySight;
    return strengthOfScore(estimate.of(typed, names.split("\n")));
  }, [typed, names, estimate]);
}
