"use client";

import { useTranslations } from "next-intl";
import { useId } from "react";

import { Field } from "@/components/common/field";
import { NativeSelect } from "@/components/ui/native-select";
import type { Member } from "@/services/member";

export interface SuccessorFieldProps {
  /** Everybody who may take over. */
  members: readonly Member[];
  /** Empty: nobody. */
  value: string;
  onChange: (userId: string) => void;
}

/** Who takes over the clients and deals of somebody who goes. */
export function SuccessorField({ members, value, onChange }: SuccessorFieldProps) {
  const t = useTranslations("team");
  const id = useId();
  return (
    <Field label={t("successor")} htmlFor={id} hint={t("successorHint")}>
      <NativeSelect id={id} value={value} aria-describedby={`${id}-hint`} onChange={(event) => onChange(event.target.value)}>
        {members.map((member) => (
          <option key={member.user_id} value={member.user_id}>
            {member.full_name}
          </option>
        ))}
        <option value="">{t("nobody")}</option>
      </NativeSelect>
    </Field>
  );
}
