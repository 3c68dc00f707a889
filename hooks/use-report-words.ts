"use client";

import { useLocale, useTranslations } from "next-intl";
import { useMemo } from "react";

import { useFormat } from "@/hooks/use-format";
import { useOrgContext } from "@/hooks/use-org-context";
import { useReasonName } from "@/hooks/use-reason-name";
import { formatDuration } from "@/lib/duration";
import { NONE, type ReportWords } from "@/lib/report-views/words";

export function useReportWords(ownerId: string | null): ReportWords {
  const t = useTranslations("report");
  const tStage = useTranslations("pipeline.stages");
  const tType = useTranslations("report.type");
  const locale = useLocale();
  const format = useFormat();
  const reasonName = useReasonName();
  const { currency } = useOrgContext();
  return useMemo(
    () => ({
      t,
      format,
      reasonName,
      currency,
      ownerId,
      duration: (seconds) => (seconds === null ? NONE : formatDuration(seconds, locale)),
      stageName: (stage) => tStage(stage),
      typeName: (type) => tType(type as Parameters<typeof tType>[0]),
    }),
    [t, tStage, tType, locale, format, reasonName, currency, ownerId],
  );
}
