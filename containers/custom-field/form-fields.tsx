"use client";

import { useTranslations } from "next-intl";
import { useId } from "react";

import { Field, fieldDescription } from "@/components/common/field";
import { CustomFieldInput } from "@/components/custom-field/custom-field-input";
import { useCustomFields, useFieldLabel } from "@/hooks/use-custom-field";
import { useMembers } from "@/hooks/use-member";
import type { CustomField, CustomFieldEntity, CustomFieldValue } from "@/services/custom-field";

export type CustomValues = Record<string, CustomFieldValue>;

export interface FormFieldsProps {
  entity: CustomFieldEntity;
  values: CustomValues;
  onChange: (values: CustomValues) => void;
  problemOf: (field: string) => string | undefined;
  /** What can be left out waits behind a line, where a record starts with few fields. */
  folds?: boolean;
}

/** The organization's own fields inside a form that saves them with the rest. */
export function FormFields({ entity, values, onChange, problemOf, folds = false }: FormFieldsProps) {
  const id = useId();
  const labelOf = useFieldLabel();
  const { data: fields = [] } = useCustomFields(entity);
  const { data: members = [] } = useMembers();
  const t = useTranslations("customField");
  const first = folds ? fields.filter((field) => field.is_required) : fields;
  const rest = folds ? fields.filter((field) => !field.is_required) : [];
  const controlOf = (field: CustomField) => {
    const fieldId = `${id}-${field.key}`;
    const error = problemOf(`custom_fields.${field.key}`);
    return (
      <Field key={field.id} label={labelOf(field)} htmlFor={fieldId} error={error} optional={!field.is_required}>
        <CustomFieldInput
          id={fieldId}
          field={field}
          value={values[field.key]}
          members={members}
          invalid={Boolean(error)}
          describedBy={fieldDescription(fieldId, { error })}
          onChange={(value) => onChange({ ...values, [field.key]: value })}
        />
      </Field>
    );
  };
  return (
    <>
      {first.map(controlOf)}
      {rest.length > 0 && (
        <details className="rounded-md border px-3 py-2">
          <summary className="cursor-pointer text-sm font-medium">{t("more", { count: rest.length })}</summary>
          <div className="space-y-4 pt-3">{rest.map(controlOf)}</div>
        </details>
      )}
    </>
  );
}
