"use client";

import { useTranslations } from "next-intl";
import { useCallback } from "react";

type Key = Parameters<ReturnType<typeof useTranslations<"import.field">>>[0];

/** Fields of an import in the reader's language; one of a later release shows by its own name. */
export function useFieldNames(): (field: string) => string {
  const t = useTranslations("import.field");
  return useCallback((field) => (t.has(field as Key) ? t(field as Key) : field), [t]);
}
