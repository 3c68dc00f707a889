"use client";

import { useTranslations } from "next-intl";
import { type FormEvent, type ReactNode, useId, useState } from "react";

import { Field, fieldDescription } from "@/components/common/field";
import { fieldClasses, Input } from "@/components/ui/input";
import { cn } from "@/lib/utils";
import type { ClientCreate, ClientKind } from "@/services/client";

import { TagInput } from "./tag-input";

const KINDS: ClientKind[] = ["company", "person"];

export interface ClientFormProps {
  /** Id that a button outside the form names in its `form` attribute. */
  formId: string;
  initialName?: string;
  onSubmit: (values: ClientCreate) => void;
  /** What the server refused, by field, in the reader's language. */
  problemOf: (field: string) => string | undefined;
  members: { user_id: string; full_name: string }[];
  userId: string;
  tagSuggestions: string[];
  showOwner: boolean;
  /** Between the fields and the buttons. */
  children?: ReactNode;
}

/** The few fields a client starts with. The API judges them; only a missing name is said here at once. */
export function ClientForm(props: ClientFormProps) {
  const { formId, onSubmit, problemOf, members, userId, tagSuggestions, showOwner, children } = props;
  const t = useTranslations("client");
  const id = useId();
  const [kind, setKind] = useState<ClientKind>("company");
  const [name, setName] = useState(props.initialName ?? "");
  const [email, setEmail] = useState("");
  const [phone, setPhone] = useState("");
  const [ownerId, setOwnerId] = useState(userId);
  const [tags, setTags] = useState<string[]>([]);
  const [isNameMissing, setIsNameMissing] = useState(false);
  const nameProblem = isNameMissing && !name.trim() ? t("error.nameMissing") : problemOf("name");

  const handleSubmit = (event: FormEvent) => {
    event.preventDefault();
    setIsNameMissing(!name.trim());
    if (!name.trim()) return document.getElementById(`${id}-name`)?.focus();
    onSubmit({ name: name.trim(), kind, email: email.trim() || null, phone: phone.trim() || null, tags, owner_id: ownerId || null });
  };

  return (
    <form id={formId} noValidate onSubmit={handleSubmit} className="space-y-4">
      <fieldset className="flex gap-1 rounded-md bg-muted p-1">
        <legend className="sr-only">{t("field.kind")}</legend>
        {KINDS.map((option) => (
          <label
            key={option}
            className={cn(
              "flex h-7 flex-1 cursor-pointer items-center justify-center rounded text-sm font-medium transition-colors has-[:focus-visible]:outline has-[:focus-visible]:outline-2 has-[:focus-visible]:outline-ring max-md:h-11",
              option === kind ? "bg-background shadow-sm" : "text-muted-foreground hover:text-foreground",
            )}
          >
            <input type="radio" name={`${id}-kind`} className="sr-only" checked={option === kind} onChange={() => setKind(option)} />
            {t(`kind.${option}`)}
          </label>
        ))}
      </fieldset>
      <Field label={t("field.name")} htmlFor={`${id}-name`} error={nameProblem}>
        <Input
          id={`${id}-name`}
          autoFocus
          autoComplete="off"
          maxLength={200}
          className="max-md:h-11"
          value={name}
          onChange={(event) => setName(event.target.value)}
          aria-invalid={Boolean(nameProblem)}
          aria-describedby={fieldDescription(`${id}-name`, { error: nameProblem })}
        />
      </Field>
      <div className="grid gap-4 sm:grid-cols-2">
        <Field label={t("field.email")} htmlFor={`${id}-email`} error={problemOf("email")} optional>
          <Input
            id={`${id}-email`}
            type="email"
            autoComplete="off"
            maxLength={254}
            placeholder={t("placeholder.email")}
            className="max-md:h-11"
            value={email}
            onChange={(event) => setEmail(event.target.value)}
            aria-invalid={Boolean(problemOf("email"))}
            aria-describedby={fieldDescription(`${id}-email`, { error: problemOf("email") })}
          />
        </Field>
        <Field label={t("field.phone")} htmlFor={`${id}-phone`} error={problemOf("phone")} optional>
          <Input
            id={`${id}-phone`}
            type="tel"
            autoComplete="off"
            maxLength={60}
            placeholder={t("placeholder.phone")}
            className="max-md:h-11"
            value={phone}
            onChange={(event) => setPhone(event.target.value)}
            aria-invalid={Boolean(problemOf("phone"))}
            aria-describedby={fieldDescription(`${id}-phone`, { error: problemOf("phone") })}
          />
        </Field>
      </div>
      <Field label={t("field.tags")} htmlFor={`${id}-tags`} error={problemOf("tags")} optional>
        <TagInput id={`${id}-tags`} tags={tags} onChange={setTags} suggestions={tagSuggestions} />
      </Field>
      {showOwner && (
        <Field label={t("field.owner")} htmlFor={`${id}-owner`}>
          <select
            id={`${id}-owner`}
            className={cn(fieldClasses, "h-9 px-2 max-md:h-11")}
            value={ownerId}
            onChange={(event) => setOwnerId(event.target.value)}
          >
            <option value="">{t("noOwner")}</option>
            {members.map((member) => (
              <option key={member.user_id} value={member.user_id}>
                {member.full_name}
              </option>
            ))}
          </select>
        </Field>
      )}
      {children}
    </form>
  );
}
