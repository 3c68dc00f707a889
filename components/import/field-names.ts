"use client";

import { useTranslations } from "next-intl";
import { useCallback } from "react";

import { useCustomFields, useFieldLabel } from "@/hooks/use-custom-field";

type Key = Parameters<ReturnType<typeof useTranslations<"import.field">>>[0];

/** Fields of an import in the reader's language, the organization's own by their labels; one of a later release by its own name. */
export function useFieldNames(): (field: string) => string {
  const t = useTranslations("import.field");
  const labelOf = useFieldLabel();
  const { data: ofClients } = useCustomFields("client");
  const { data: ofDeals } = useCustomFields("deal");
  return useCallback(
    (field) => {
      if (!field.startsWith("cf.")) return t.has(field as Key) ? t(field as Key) : field;
      const own = [...(ofClients ?? []), ...(ofDeals ?? [])].find(({ key }) => field === `cf.${key}`);
      return own ? labelOf(own) : field;
    },
    [t, labelOf, ofClients, ofDeals],
  );
}
