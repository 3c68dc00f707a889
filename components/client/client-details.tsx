"use client";

import { ArrowUpRight, Mail, Phone } from "lucide-react";
import { useTranslations } from "next-intl";
import { useId } from "react";

import { useFormat } from "@/hooks/use-format";
import { formatPhone } from "@/lib/format-phone";
import type { Client, ClientChanges } from "@/services/client";

import { emailUrl, phoneUrl, websiteUrl } from "./handle-links";
import { HandleLink } from "./handle-link";
import { InlineField } from "./inline-field";
import { TagInput } from "./tag-input";

export interface ClientDetailsProps {
  client: Client;
  /** Saves one field; resolves with the reason when it was refused. */
  onChange: (changes: ClientChanges, field: string) => Promise<string | null>;
  tagSuggestions: string[];
  isReadOnly: boolean;
}

type TextField = "email" | "phone" | "website" | "tax_id" | "source" | "address" | "notes";

export function ClientDetails({ client, onChange, tagSuggestions, isReadOnly }: ClientDetailsProps) {
  const t = useTranslations("client");
  const format = useFormat();
  const tagsId = useId();
  const bind = (name: TextField, maxLength: number) => ({
    label: t(`field.${name}`),
    value: client[name] ?? "",
    maxLength,
    isReadOnly,
    onSave: (value: string) => onChange({ [name]: value || null }, name),
  });
  const site = client.website && websiteUrl(client.website);

  return (
    <div className="space-y-1">
      <InlineField
        {...bind("email", 254)}
        type="email"
        action={client.email && <HandleLink href={emailUrl(client.email)} label={t("emailTo", { address: client.email })} Icon={Mail} />}
      />
      <InlineField
        {...bind("phone", 60)}
        type="tel"
        display={formatPhone}
        action={client.phone && <HandleLink href={phoneUrl(client.phone)} label={t("callTo", { number: client.phone })} Icon={Phone} />}
      />
      <InlineField
        {...bind("website", 500)}
        type="url"
        action={site && <HandleLink href={site} label={t("visit", { site: client.website ?? "" })} Icon={ArrowUpRight} isExternal />}
      />
      <InlineField {...bind("tax_id", 30)} />
      <InlineField {...bind("source", 200)} />
      <InlineField {...bind("address", 2000)} isMultiline />
      <InlineField {...bind("notes", 2000)} isMultiline />
      <div className="grid grid-cols-[6.5rem_minmax(0,1fr)] items-start gap-x-2">
        <label htmlFor={tagsId} className="pt-2 text-xs leading-5 text-muted-foreground max-md:pt-3">
          {t("field.tags")}
        </label>
        <TagInput
          id={tagsId}
          quiet
          readOnly={isReadOnly}
          tags={client.tags}
          suggestions={tagSuggestions}
          onChange={(tags) => void onChange({ tags }, "tags")}
        />
      </div>
      <dl className="grid grid-cols-[6.5rem_minmax(0,1fr)] gap-x-2 pt-1.5 text-xs text-muted-foreground">
        <dt>{t("field.created")}</dt>
        <dd className="px-2">{format.date(client.created_at, "long")}</dd>
      </dl>
    </div>
  );
}
