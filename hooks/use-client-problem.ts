"use client";

import { useTranslations } from "next-intl";
import { useCallback } from "react";

import { useErrorMessage, useFieldMessage } from "@/hooks/use-error-message";
import { ApiError } from "@/lib/api-error";

/** Why a field of a client or a person was refused, in the reader's language; undefined when it wasn't. */
export function useClientProblem() {
  const t = useTranslations("client.error");
  const fieldMessage = useFieldMessage();
  return useCallback(
    (error: unknown, field: string): string | undefined => {
      if (!(error instanceof ApiError)) return undefined;
      if (field === "owner_id" && error.code === "owner_not_found") return t("owner");
      const code = error.field(field)?.code;
      if (!code) return undefined;
      if (code === "string_too_long" || code === "too_long") return t("tooLong");
      return field === "email" || field === "phone" ? t(field) : fieldMessage(error, field);
    },
    [t, fieldMessage],
  );
}

/** The same for an edit of one field, where every refusal has to be said beside it. */
export function useEditProblem() {
  const problemOf = useClientProblem();
  const toMessage = useErrorMessage();
  return useCallback((error: unknown, field: string) => problemOf(error, field) ?? toMessage(error), [problemOf, toMessage]);
}
