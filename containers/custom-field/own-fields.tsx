"use client";

import { ArrowUpRight } from "lucide-react";
import { useTranslations } from "next-intl";
import { useId, useState } from "react";

import { HandleLink } from "@/components/client/handle-link";
import { websiteUrl } from "@/components/client/handle-links";
import { CustomFieldInput } from "@/components/custom-field/custom-field-input";
import { useCustomFields, useFieldLabel } from "@/hooks/use-custom-field";
import { useMembers } from "@/hooks/use-member";
import { cn } from "@/lib/utils";
import type { CustomField, CustomFieldEntity, CustomFieldValue } from "@/services/custom-field";

export interface OwnFieldsProps {
  entity: CustomFieldEntity;
  values: Record<string, unknown>;
  isReadOnly: boolean;
  /** Saves one value; resolves with the reason when it was refused. */
  onSave: (changes: Record<string, CustomFieldValue>, field: string) => Promise<string | null>;
  /** Width of the labels, as the fields above have it. */
  columns?: string;
}

/** The organization's own fields of one record, each edited where it stands. */
export function OwnFields({ entity, values, isReadOnly, onSave, columns = "grid-cols-[6.5rem_minmax(0,1fr)]" }: OwnFieldsProps) {
  const { data: fields = [] } = useCustomFields(entity);
  const { data: members = [] } = useMembers();
  if (fields.length === 0) return null;
  return (
    <div className="mt-3 space-y-1 border-t pt-3">
      {fields.map((field) => (
        <OwnField
          key={field.id}
          field={field}
          value={values[field.key] as CustomFieldValue | undefined}
          columns={columns}
          members={members}
          isReadOnly={isReadOnly}
          onSave={(value) => onSave({ [field.key]: value }, `custom_fields.${field.key}`)}
        />
      ))}
    </div>
  );
}

interface OwnFieldProps {
  field: CustomField;
  value: CustomFieldValue | undefined;
  columns: string;
  members: { user_id: string; full_name: string }[];
  isReadOnly: boolean;
  onSave: (value: CustomFieldValue) => Promise<string | null>;
}

function OwnField({ field, value, columns, members, isReadOnly, onSave }: OwnFieldProps) {
  const t = useTranslations("customField.value");
  const id = useId();
  const labelOf = useFieldLabel();
  const [problem, setProblem] = useState<string | null>(null);
  const site = field.kind === "url" && typeof value === "string" ? websiteUrl(value) : null;
  return (
    <div className={cn("grid items-start gap-x-2", columns)}>
      <label htmlFor={id} className="break-words pt-1.5 text-xs leading-5 text-muted-foreground max-md:pt-3">
        {labelOf(field)}
      </label>
      <div className="relative min-w-0 text-sm">
        <CustomFieldInput
          id={id}
          saves
          field={field}
          value={value}
          members={members}
          readOnly={isReadOnly}
          invalid={problem !== null}
          describedBy={problem ? `${id}-problem` : undefined}
          onChange={(next) => void onSave(next).then(setProblem)}
        />
        {site && (
          <span className="absolute right-1 top-1/2 -translate-y-1/2">
            <HandleLink href={site} label={t("open", { site: String(value) })} Icon={ArrowUpRight} isExternal />
          </span>
        )}
      </div>
      {problem && (
        <p id={`${id}-problem`} role="alert" className="col-start-2 px-2 pt-1 text-xs text-destructive-text">
          {problem}
        </p>
      )}
    </div>
  );
}
