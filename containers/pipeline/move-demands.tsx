"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";

import { Field, fieldDescription } from "@/components/common/field";
import { CustomFieldInput } from "@/components/custom-field/custom-field-input";
import { DemandSheet, type DemandAnswers } from "@/components/pipeline/demand-sheet";
import { useCustomFields, useFieldLabel } from "@/hooks/use-custom-field";
import type { MoveDemand } from "@/hooks/use-deal-move";
import { useDemandSaving } from "@/hooks/use-demand-saving";
import { useErrorMessage } from "@/hooks/use-error-message";
import { useMembers } from "@/hooks/use-member";
import { usePipelineSettings, useStageName } from "@/hooks/use-pipeline-settings";
import { ApiError } from "@/lib/api-error";
import type { CustomFieldValue } from "@/services/custom-field";
import type { StageFields } from "@/services/deal";

export interface MoveDemandsProps {
  demand: MoveDemand;
  onAnswer: (fields: StageFields) => void;
  onCancel: () => void;
}

/** What the stage demands: the deal's own fields go with the move, the client's and the next step are saved before it. */
export function MoveDemands({ demand, onAnswer, onCancel }: MoveDemandsProps) {
  const t = useTranslations("pipeline.demand");
  const stageName = useStageName();
  const toMessage = useErrorMessage();
  const labelOf = useFieldLabel();
  const { data: members = [] } = useMembers();
  const { data: settings } = usePipelineSettings();
  const { data: custom = [] } = useCustomFields("deal", { enabled: demand.fields.some((name) => name.startsWith("custom:")) });
  const [isSaving, setSaving] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const { deal, slot } = demand.request;
  const { isSaved, saveContact, saveNextStep } = useDemandSaving(deal);

  const handleSave = async ({ client_contact, next_step, ...fields }: DemandAnswers) => {
    setSaving(true);
    setProblem(null);
    try {
      if (client_contact) await saveContact(client_contact);
      if (next_step) await saveNextStep(next_step);
      onAnswer(fields);
    } catch (error) {
      const isContact = error instanceof ApiError && error.status === 422 && client_contact && !isSaved("client_contact");
      setProblem(isContact ? t("contactWrong") : toMessage(error));
      setSaving(false);
    }
  };
  const order = settings?.stages.find((one) => one.stage === slot.stage)?.required ?? [];
  return (
    <DemandSheet
      deal={deal}
      stageName={stageName(slot.stage)}
      fields={[...demand.fields].sort((a, b) => order.indexOf(a) - order.indexOf(b))}
      owners={members.map((member) => ({ id: member.user_id, name: member.full_name }))}
      customField={(key, id, value, onChange, error) => {
        const field = custom.find((one) => one.key === key);
        return (
          field && (
            <Field key={key} label={labelOf(field)} htmlFor={id} error={error}>
              <CustomFieldInput
                id={id}
                field={field}
                value={value as CustomFieldValue}
                members={members}
                invalid={Boolean(error)}
                describedBy={fieldDescription(id, { error })}
                onChange={onChange}
              />
            </Field>
          )
        );
      }}
      isSaving={isSaving}
      problem={problem}
      onSave={(answers) => void handleSave(answers)}
      onCancel={onCancel}
    />
  );
}
