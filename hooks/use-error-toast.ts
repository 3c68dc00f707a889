"use client";

import { useTranslations } from "next-intl";
import { useCallback } from "react";

import { useErrorMessage } from "@/hooks/use-error-message";
import { ApiError } from "@/lib/api-error";
import { toast } from "@/lib/toast";

/** Say in a toast why something was refused; a 500 carries its request id. */
export function useErrorToast(): (error: unknown) => void {
  const t = useTranslations("common");
  const toMessage = useErrorMessage();
  return useCallback(
    (error) => {
      const requestId = error instanceof ApiError && error.status >= 500 ? error.requestId : null;
      toast.error(toMessage(error), { description: requestId ? `${t("requestId")}: ${requestId}` : undefined });
    },
    [t, toMessage],
  );
}
