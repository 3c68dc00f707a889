"use client";

import { useTranslations } from "next-intl";

import { useFieldLabel } from "@/hooks/use-custom-field";
import { useFormat } from "@/hooks/use-format";
import { websiteUrl } from "@/components/client/handle-links";
import type { CustomField, CustomFieldValue } from "@/services/custom-field";

export interface CustomValueProps {
  field: CustomField;
  value: CustomFieldValue | undefined;
  members: { user_id: string; full_name: string }[];
}

/** A value to read: in a table, on a card. Nothing where there is none. */
export function CustomValue({ field, value, members }: CustomValueProps) {
  const t = useTranslations("customField.value");
  const format = useFormat();
  const labelOf = useFieldLabel();
  if (value === null || value === undefined) return null;
  const nameOf = (key: string) => {
    const option = field.options.find((candidate) => candidate.key === key);
    return option ? labelOf(option) : key;
  };
  if (Array.isArray(value)) return <>{value.map(nameOf).join(", ")}</>;
  if (typeof value === "boolean") return <>{value ? t("yes") : t("no")}</>;
  if (typeof value === "number") {
    return <span className="tabular">{field.kind === "money" ? format.money(value, field.currency ?? "BRL") : format.number(value)}</span>;
  }
  if (field.kind === "date") return <span className="tabular">{format.date(value, "medium")}</span>;
  if (field.kind === "choice") return <>{nameOf(value)}</>;
  if (field.kind === "user") return <>{members.find((member) => member.user_id === value)?.full_name ?? t("former")}</>;
  const site = field.kind === "url" ? websiteUrl(value) : null;
  if (!site) return <>{value}</>;
  return (
    <a
      href={site}
      target="_blank"
      rel="noreferrer noopener"
      className="underline-offset-4 hover:underline"
      onClick={(event) => event.stopPropagation()}
    >
      {value.replace(/^https?:\/\//, "")}
    </a>
  );
}
