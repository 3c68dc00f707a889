"use client";

import { useLocale, useTranslations } from "next-intl";
import { useCallback } from "react";

import { usePipelineSettings } from "@/hooks/use-pipeline-settings";
import { ownName } from "@/lib/own-name";
import { isLostReason } from "@/lib/stages";

/** Why a deal was won or lost, in words: a reason of the organization's list by its name, else what somebody wrote. */
export function useReasonName(): (reason: string) => string {
  const t = useTranslations("pipeline.lostReason");
  const locale = useLocale();
  const { data } = usePipelineSettings();
  return useCallback(
    (reason) => {
      const found = [...(data?.lost_reasons ?? []), ...(data?.won_reasons ?? [])].find((one) => one.key === reason);
      return ownName(found?.names, locale) ?? (isLostReason(reason) ? t(reason) : reason);
    },
    [data, locale, t],
  );
}
