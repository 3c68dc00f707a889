"use client";

import { useTranslations } from "next-intl";
import { useState, type FormEvent, type ReactNode } from "react";

import { DateInput } from "@/components/common/date-input";
import { Field, fieldDescription } from "@/components/common/field";
import { Button } from "@/components/ui/button";
import { Dialog, DialogContent, DialogDescription, DialogFooter, DialogHeader, DialogTitle } from "@/components/ui/dialog";
import { Input } from "@/components/ui/input";
import { NativeSelect } from "@/components/ui/native-select";
import type { Deal } from "@/lib/board-types";
import { parseMoney } from "@/lib/format";

/** What was filled in, by what the stage asks for; a custom field's value stands under its key. */
export interface DemandAnswers {
  value_cents?: number;
  expected_close_date?: string;
  owner_id?: string;
  source?: string;
  client_contact?: { email?: string; phone?: string };
  next_step?: { title: string; due_on: string | null };
  custom_fields?: Record<string, unknown>;
}

export interface DemandSheetProps {
  deal: Deal;
  stageName: string;
  /** As the API names them: value_cents, expected_close_date, owner_id, source, client_contact, next_step, custom:<key>. */
  fields: string[];
  owners: { id: string; name: string }[];
  customField: (key: string, id: string, value: unknown, onChange: (value: unknown) => void, error?: string) => ReactNode;
  isSaving: boolean;
  problem: string | null;
  onSave: (answers: DemandAnswers) => void;
  /** The card goes back where it was. */
  onCancel: () => void;
}

const CUSTOM = "custom:";

/** Asks for just what the stage demands and the deal lacks. */
export function DemandSheet(props: DemandSheetProps) {
  const { deal, stageName, fields, owners, customField, isSaving, problem, onSave, onCancel } = props;
  const t = useTranslations("pipeline");
  const [texts, setTexts] = useState<Record<string, string>>({});
  const [dates, setDates] = useState<Record<string, string | null>>({});
  const [custom, setCustom] = useState<Record<string, unknown>>({});
  const [isTried, setTried] = useState(false);
  const text = (name: string) => texts[name]?.trim() ?? "";
  const write = (name: string) => ({
    id: `demand-${name}`,
    value: texts[name] ?? "",
    onChange: (event: { target: { value: string } }) => setTexts((now) => ({ ...now, [name]: event.target.value })),
    autoFocus: name === fields[0] || (name === "email" && fields[0] === "client_contact"),
    autoComplete: "off",
    "aria-invalid": errorOf(name) ? true : undefined,
    "aria-describedby": fieldDescription(`demand-${name}`, { error: errorOf(name) }),
  });
  const cents = text("value_cents") ? parseMoney(text("value_cents"), deal.currency) : null;

  function isFilled(name: string): boolean {
    if (name.startsWith(CUSTOM)) return ![null, undefined, ""].includes(custom[name.slice(CUSTOM.length)] as null);
    if (name === "value_cents") return cents !== null && cents > 0;
    if (name === "expected_close_date") return Boolean(dates[name]);
    if (name === "client_contact") return Boolean(text("email") || text("phone"));
    return text(name) !== "";
  }
  function errorOf(name: string): string | undefined {
    if (!isTried) return undefined;
    if (name === "email") return isFilled("client_contact") ? undefined : t("demand.missing");
    return name === "phone" || name === "due_on" || isFilled(name) ? undefined : t("demand.missing");
  }
  const handleSubmit = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (!fields.every(isFilled)) return;
    const asked = (name: string) => fields.includes(name);
    onSave({
      value_cents: asked("value_cents") ? (cents ?? undefined) : undefined,
      expected_close_date: dates.expected_close_date ?? undefined,
      owner_id: text("owner_id") || undefined,
      source: text("source") || undefined,
      client_contact: asked("client_contact") ? { email: text("email") || undefined, phone: text("phone") || undefined } : undefined,
      next_step: asked("next_step") ? { title: text("next_step"), due_on: dates.due_on ?? null } : undefined,
      custom_fields: fields.some((name) => name.startsWith(CUSTOM)) ? custom : undefined,
    });
  };
  const inField = (name: string, label: string, control: ReactNode, hint?: string, optional = false) => (
    <Field key={name} label={label} htmlFor={`demand-${name}`} error={errorOf(name)} hint={hint} optional={optional}>
      {control}
    </Field>
  );
  const dateOf = (name: string, label: string) => (
    <DateInput
      id={`demand-${name}`}
      label={label}
      value={dates[name] ?? null}
      onChange={(date) => setDates((now) => ({ ...now, [name]: date }))}
      isWrong={Boolean(errorOf(name))}
      describedBy={fieldDescription(`demand-${name}`, { error: errorOf(name) })}
      autoFocus={name === fields[0]}
    />
  );
  const controls: Record<string, () => ReactNode> = {
    value_cents: () => {
      const label = t("demand.field.value_cents", { currency: deal.currency });
      return inField("value_cents", label, <Input {...write("value_cents")} inputMode="decimal" className="tabular" />);
    },
    expected_close_date: () => {
      const label = t("demand.field.expected_close_date");
      return inField("expected_close_date", label, dateOf("expected_close_date", label));
    },
    owner_id: () =>
      inField(
        "owner_id",
        t("demand.field.owner_id"),
        <NativeSelect {...write("owner_id")}>
          <option value="">{t("demand.field.nobody")}</option>
          {owners.map((owner) => (
            <option key={owner.id} value={owner.id}>
              {owner.name}
            </option>
          ))}
        </NativeSelect>,
      ),
    source: () => inField("source", t("demand.field.source"), <Input {...write("source")} maxLength={200} />),
    client_contact: () => (
      <div key="client_contact" className="grid gap-4 sm:grid-cols-2">
        {inField("email", t("demand.field.email"), <Input {...write("email")} type="email" maxLength={254} />, t("demand.oneOfBoth"))}
        {inField("phone", t("demand.field.phone"), <Input {...write("phone")} type="tel" maxLength={40} />)}
      </div>
    ),
    next_step: () => (
      <div key="next_step" className="grid gap-4 sm:grid-cols-[1fr_10rem]">
        {inField(
          "next_step",
          t("demand.field.next_step"),
          <Input {...write("next_step")} maxLength={300} placeholder={t("demand.field.nextStepHint")} />,
        )}
        {inField("due_on", t("demand.field.due_on"), dateOf("due_on", t("demand.field.due_on")), undefined, true)}
      </div>
    ),
  };
  return (
    <Dialog open onOpenChange={(isOpen) => !isOpen && onCancel()}>
      <DialogContent className="max-w-md">
        <DialogHeader>
          <DialogTitle>{t("demand.title", { stage: stageName })}</DialogTitle>
          <DialogDescription>{t("demand.text", { title: deal.title, client: deal.client_name })}</DialogDescription>
        </DialogHeader>
        <form onSubmit={handleSubmit} noValidate className="space-y-4">
          {fields.map((name) => {
            if (!name.startsWith(CUSTOM)) return controls[name]?.();
            const key = name.slice(CUSTOM.length);
            return customField(key, `demand-${key}`, custom[key], (value) => setCustom((now) => ({ ...now, [key]: value })), errorOf(name));
          })}
          {problem && (
            <p role="alert" className="text-sm text-destructive-text">
              {problem}
            </p>
          )}
          <DialogFooter>
            <Button variant="ghost" onClick={onCancel}>
              {t("closing.cancel")}
            </Button>
            <Button type="submit" loading={isSaving}>
              {t("demand.submit")}
            </Button>
          </DialogFooter>
        </form>
      </DialogContent>
    </Dialog>
  );
}
