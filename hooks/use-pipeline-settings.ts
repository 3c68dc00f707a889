"use client";

import { useQuery } from "@tanstack/react-query";
import { useLocale, useTranslations } from "next-intl";
import { useCallback, useMemo } from "react";

import { useOrgContext } from "@/hooks/use-org-context";
import { ownName } from "@/lib/own-name";
import type { Patience, Stage } from "@/lib/stages";
import { pipelineService } from "@/services/pipeline";

export const pipelineSettingsKey = (organizationId: string) => ["pipeline-settings", organizationId] as const;

/** How the organization runs its pipeline; the frame hears when somebody changes it. */
export function usePipelineSettings() {
  const { organizationId } = useOrgContext();
  return useQuery({
    queryKey: pipelineSettingsKey(organizationId),
    queryFn: ({ signal }) => pipelineService.getSettings(signal),
    staleTime: Infinity,
  });
}

/** What a stage is called here: the organization's own name, else the product's. */
export function useStageName(): (stage: Stage) => string {
  const t = useTranslations("pipeline.stages");
  const locale = useLocale();
  const { data } = usePipelineSettings();
  return useCallback((stage) => ownName(data?.stages.find((one) => one.stage === stage)?.names, locale) ?? t(stage), [data, locale, t]);
}

/** When the deals of each stage rot; nothing does until that is known. */
export function usePatience(): Patience {
  const { data } = usePipelineSettings();
  return useMemo(() => Object.fromEntries(data?.stages.map(({ stage, rotting_days: days }) => [stage, days]) ?? []), [data]);
}
