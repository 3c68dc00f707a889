"use client";

import { useTranslations } from "next-intl";
import { type FormEvent, type ReactNode, useId, useState } from "react";

import { Field, fieldDescription } from "@/components/common/field";
import { Input } from "@/components/ui/input";
import type { Contact } from "@/services/contact";

export interface ContactValues {
  name: string;
  title: string | null;
  email: string | null;
  phone: string | null;
  is_primary: boolean;
}

export interface ContactFormProps {
  /** Id that a button outside the form names in its `form` attribute. */
  formId: string;
  contact?: Contact;
  onSubmit: (values: ContactValues) => void;
  problemOf: (field: string) => string | undefined;
  /** Between the fields and what is ticked. */
  children?: ReactNode;
}

const TEXT_FIELDS = [
  { name: "name", type: "text", maxLength: 200 },
  { name: "title", type: "text", maxLength: 200 },
  { name: "email", type: "email", maxLength: 254 },
  { name: "phone", type: "tel", maxLength: 60 },
] as const;

export function ContactForm({ formId, contact, onSubmit, problemOf, children }: ContactFormProps) {
  const t = useTranslations("contact");
  const id = useId();
  const [texts, setTexts] = useState({
    name: contact?.name ?? "",
    title: contact?.title ?? "",
    email: contact?.email ?? "",
    phone: contact?.phone ?? "",
  });
  const [isPrimary, setIsPrimary] = useState(contact?.is_primary ?? false);
  const [wasTried, setWasTried] = useState(false);

  const handleSubmit = (event: FormEvent) => {
    event.preventDefault();
    setWasTried(true);
    const name = texts.name.trim();
    if (!name) return document.getElementById(`${id}-name`)?.focus();
    const clean = (text: string) => text.trim() || null;
    onSubmit({ name, title: clean(texts.title), email: clean(texts.email), phone: clean(texts.phone), is_primary: isPrimary });
  };

  return (
    <form id={formId} noValidate onSubmit={handleSubmit} className="space-y-4">
      {TEXT_FIELDS.map(({ name, type, maxLength }) => {
        const fieldId = `${id}-${name}`;
        const error = name === "name" && wasTried && !texts.name.trim() ? t("error.nameMissing") : problemOf(name);
        return (
          <Field key={name} label={t(`field.${name}`)} htmlFor={fieldId} error={error} optional={name !== "name"}>
            <Input
              id={fieldId}
              type={type}
              autoFocus={name === "name"}
              autoComplete="off"
              maxLength={maxLength}
              className="max-md:h-11"
              value={texts[name]}
              onChange={(event) => setTexts({ ...texts, [name]: event.target.value })}
              aria-invalid={Boolean(error)}
              aria-describedby={fieldDescription(fieldId, { error })}
            />
          </Field>
        );
      })}
      {children}
      <label className="flex min-h-8 cursor-pointer items-center gap-2 text-sm max-md:min-h-11">
        <input
          type="checkbox"
          className="size-4 accent-primary"
          checked={isPrimary}
          onChange={(event) => setIsPrimary(event.target.checked)}
        />
        {t("field.is_primary")}
      </label>
    </form>
  );
}
