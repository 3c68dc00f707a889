"use client";

import { useTranslations } from "next-intl";
import { useCallback } from "react";

import { ApiError } from "@/lib/api-error";

/** Turn any failure into a sentence of the person's language; unknown codes fall back to a general one. */
export function useErrorMessage(): (error: unknown) => string {
  const t = useTranslations("errors");
  return useCallback(
    (error) => {
      const code = error instanceof ApiError ? error.code : "unexpected";
      const key = code as Parameters<typeof t>[0];
      if (t.has(key)) {
        const seconds = error instanceof ApiError ? (error.retryAfterSeconds ?? 60) : 60;
        // A refusal for the plan's sake says which one has room.
        const plan = error instanceof ApiError ? String(error.extra.plan_needed) : "";
        return t(key, { seconds, minutes: Math.ceil(seconds / 60), plan });
      }
      if (error instanceof ApiError && error.status >= 400 && error.status < 500 && error.detail) return error.detail;
      return t("unexpected");
    },
    [t],
  );
}

/** The sentence for one field of a 422: by its code, else the API's own words. */
export function useFieldMessage(): (error: unknown, field: string) => string | undefined {
  const t = useTranslations("errors");
  return useCallback(
    (error, field) => {
      const problem = error instanceof ApiError ? error.field(field) : undefined;
      if (!problem) return undefined;
      const keys = [`field.${problem.code}`, problem.code] as Parameters<typeof t>[0][];
      const key = keys.find((candidate) => t.has(candidate)) ?? "field.invalid";
      return t(key, {});
    },
    [t],
  );
}
