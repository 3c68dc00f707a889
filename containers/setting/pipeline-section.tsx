"use client";

import { useTranslations } from "next-intl";

import { ErrorState } from "@/components/common/error-state";
import { LoadingRegion } from "@/components/common/loading-region";
import { ReasonList } from "@/components/setting/reason-list";
import { SettingsCard } from "@/components/setting/settings-card";
import { StageRow } from "@/components/setting/stage-row";
import { Skeleton } from "@/components/ui/skeleton";
import { useCustomFields, useFieldLabel } from "@/hooks/use-custom-field";
import { useOrgContext } from "@/hooks/use-org-context";
import { usePipelineSettings, useStageName } from "@/hooks/use-pipeline-settings";
import { useEditPipelineSettings } from "@/hooks/use-pipeline-settings-edit";
import { useReasonName } from "@/hooks/use-reason-name";
import { isLostReason } from "@/lib/stages";

const FIELDS = ["value_cents", "expected_close_date", "owner_id", "source", "client_contact", "next_step"] as const;

export function PipelineSection() {
  const t = useTranslations("settings.pipeline");
  const usualStage = useTranslations("pipeline.stages");
  const usualReason = useTranslations("pipeline.lostReason");
  const { can, isPersonal } = useOrgContext();
  const { data: settings, isError, error, refetch } = usePipelineSettings();
  const { data: customFields = [] } = useCustomFields("deal");
  const labelOf = useFieldLabel();
  const stageName = useStageName();
  const reasonName = useReasonName();
  const edit = useEditPipelineSettings();
  const isReadOnly = !can("pipeline:write");

  if (isError && !settings) return <ErrorState error={error} onRetry={() => void refetch()} />;
  if (!settings) {
    return (
      <LoadingRegion className="space-y-6">
        <Skeleton className="h-72" />
        <Skeleton className="h-64" />
      </LoadingRegion>
    );
  }
  const fields = [
    ...FIELDS.filter((name) => !isPersonal || name !== "owner_id").map((key) => ({ key: key, name: t(`field.${key}`) })),
    ...customFields.map((field) => ({ key: `custom:${field.key}`, name: labelOf(field) })),
  ];
  const usualOf = (key: string) => (isLostReason(key) ? usualReason(key) : key);
  return (
    <div className="space-y-6">
      <SettingsCard id="stages" title={t("stages.title")} description={isReadOnly ? t("readOnly") : t("stages.description")}>
        {settings.stages.map((stage) => (
          <StageRow
            key={stage.stage}
            settings={stage}
            name={stageName(stage.stage)}
            usual={usualStage(stage.stage)}
            fields={fields}
            disabled={isReadOnly}
            onChange={(changes) =>
              void edit((now) => ({
                ...now,
                stages: now.stages.map((one) => (one.stage === stage.stage ? { ...one, ...changes } : one)),
              }))
            }
          />
        ))}
      </SettingsCard>
      <SettingsCard id="lost-reasons" title={t("lost.title")} description={t("lost.description")}>
        <ReasonList
          id="lost-reason"
          reasons={settings.lost_reasons}
          nameOf={reasonName}
          usualOf={usualOf}
          addLabel={t("lost.add")}
          disabled={isReadOnly}
          onChange={(lost_reasons) => void edit((now) => ({ ...now, lost_reasons }))}
        />
        <p className="px-4 py-3 text-muted-foreground">{t("lost.other", { name: usualReason("other") })}</p>
      </SettingsCard>
      <SettingsCard id="won-reasons" title={t("won.title")} description={t("won.description")}>
        <ReasonList
          id="won-reason"
          reasons={settings.won_reasons}
          nameOf={reasonName}
          usualOf={usualOf}
          addLabel={t("won.add")}
          disabled={isReadOnly}
          onChange={(won_reasons) => void edit((now) => ({ ...now, won_reasons }))}
        />
      </SettingsCard>
    </div>
  );
}
