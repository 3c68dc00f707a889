"use client";

import { useTranslations } from "next-intl";
import { useState, type FormEvent, type ReactNode } from "react";

import { CalendarButton } from "@/components/common/calendar-button";
import { Field, fieldDescription } from "@/components/common/field";
import { currencyChoices } from "@/components/deal/currencies";
import { Button } from "@/components/ui/button";
import { DialogFooter } from "@/components/ui/dialog";
import { Input } from "@/components/ui/input";
import { Select, SelectContent, SelectItem, SelectTrigger, SelectValue } from "@/components/ui/select";
import { useStageName } from "@/hooks/use-pipeline-settings";
import { useTimeZone } from "@/hooks/use-time-zone";
import { useDateOrder } from "@/hooks/use-formats";
import { dayOf } from "@/lib/calendar-day";
import { formatDateInput, parseDateInput } from "@/lib/date-input";
import { parseMoney } from "@/lib/format";
import { OPEN_STAGES, type OpenStage } from "@/lib/stages";

export interface DealDraft {
  title: string;
  value_cents: number;
  currency: string;
  stage: OpenStage;
  owner_id: string | null;
  expected_close_date: string | null;
}

export interface CreateDealFormProps {
  currency: string;
  myId: string;
  owners: { id: string; name: string }[];
  showOwner: boolean;
  hasClient: boolean;
  /** The field that chooses the client, told whether it is wrong. */
  clientField: (id: string, isWrong: boolean) => ReactNode;
  /** The organization's own fields. */
  ownFields: ReactNode;
  isSaving: boolean;
  /** Why the server refused. */
  refusal: string | null;
  onSubmit: (draft: DealDraft) => void;
  onCancel: () => void;
}

const NOBODY = "nobody";

export function CreateDealForm(props: CreateDealFormProps) {
  const { currency, myId, owners, showOwner, hasClient, clientField, ownFields, isSaving, refusal, onSubmit, onCancel } = props;
  const t = useTranslations("deal");
  const order = useDateOrder();
  const timeZone = useTimeZone();
  const stageName = useStageName();
  const [draft, setDraft] = useState({ title: "", value: "", currency, stage: "lead" as OpenStage, owner: myId, closeDate: "" });
  const [isTried, setTried] = useState(false);
  const cents = draft.value.trim() ? parseMoney(draft.value, draft.currency) : 0;
  const closeDate = parseDateInput(draft.closeDate, order, dayOf(new Date(), timeZone));
  const isDateWrong = draft.closeDate.trim() !== "" && closeDate === null;
  const problems = {
    title: isTried && !draft.title.trim() ? t("titleMissing") : undefined,
    client: isTried && !hasClient ? t("client.missing") : undefined,
    value: isTried && (cents === null || cents < 0) ? t("field.valueWrong") : undefined,
    closeDate: isTried && isDateWrong ? t("field.dateWrong") : undefined,
  };
  const change = (changes: Partial<typeof draft>) => setDraft((now) => ({ ...now, ...changes }));

  const handleSubmit = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (!draft.title.trim() || !hasClient || cents === null || cents < 0 || isDateWrong) return;
    onSubmit({
      title: draft.title.trim(),
      value_cents: cents,
      currency: draft.currency,
      stage: draft.stage,
      owner_id: draft.owner === NOBODY ? null : draft.owner,
      expected_close_date: closeDate,
    });
  };

  return (
    <form onSubmit={handleSubmit} noValidate className="space-y-4">
      <Field label={t("field.title")} htmlFor="new-deal-title" error={problems.title}>
        <Input
          id="new-deal-title"
          value={draft.title}
          onChange={(event) => change({ title: event.target.value })}
          placeholder={t("create.titleHint")}
          aria-invalid={problems.title ? true : undefined}
          aria-describedby={fieldDescription("new-deal-title", { error: problems.title })}
          maxLength={200}
          autoComplete="off"
          autoFocus
        />
      </Field>
      <Field label={t("field.client")} htmlFor="new-deal-client" error={problems.client}>
        {clientField("new-deal-client", Boolean(problems.client))}
      </Field>
      <div className="grid grid-cols-[1fr_6rem] gap-3">
        <Field label={t("field.value")} htmlFor="new-deal-value" error={problems.value} optional>
          <Input
            id="new-deal-value"
            value={draft.value}
            onChange={(event) => change({ value: event.target.value })}
            inputMode="decimal"
            aria-invalid={problems.value ? true : undefined}
            aria-describedby={fieldDescription("new-deal-value", { error: problems.value })}
            autoComplete="off"
            className="tabular"
          />
        </Field>
        <Field label={t("field.currency")} htmlFor="new-deal-currency">
          <Select value={draft.currency} onValueChange={(value) => change({ currency: value })}>
            <SelectTrigger id="new-deal-currency">
              <SelectValue />
            </SelectTrigger>
            <SelectContent>
              {currencyChoices(currency).map((code) => (
                <SelectItem key={code} value={code}>
                  {code}
                </SelectItem>
              ))}
            </SelectContent>
          </Select>
        </Field>
      </div>
      <div className="grid gap-3 sm:grid-cols-2">
        <Field label={t("field.stage")} htmlFor="new-deal-stage">
          <Select value={draft.stage} onValueChange={(value) => change({ stage: value as OpenStage })}>
            <SelectTrigger id="new-deal-stage">
              <SelectValue />
            </SelectTrigger>
            <SelectContent>
              {OPEN_STAGES.map((stage) => (
                <SelectItem key={stage} value={stage}>
                  {stageName(stage)}
                </SelectItem>
              ))}
            </SelectContent>
          </Select>
        </Field>
        <Field label={t("field.closeDate")} htmlFor="new-deal-close" error={problems.closeDate} optional>
          <div className="relative">
            <Input
              id="new-deal-close"
              inputMode="numeric"
              value={draft.closeDate}
              onChange={(event) => change({ closeDate: event.target.value })}
              onBlur={() => closeDate && change({ closeDate: formatDateInput(closeDate, order) })}
              placeholder={t(`field.dateHints.${order}`)}
              aria-invalid={problems.closeDate ? true : undefined}
              aria-describedby={fieldDescription("new-deal-close", { error: problems.closeDate })}
              autoComplete="off"
              maxLength={20}
              className="tabular pr-9 coarse:pr-12"
            />
            <CalendarButton
              label={t("field.closeDate")}
              value={closeDate}
              onPick={(date) => change({ closeDate: formatDateInput(date, order) })}
              className="absolute right-1 top-1/2 -translate-y-1/2 coarse:right-0"
            />
          </div>
        </Field>
      </div>
      {showOwner && (
        <Field label={t("field.owner")} htmlFor="new-deal-owner">
          <Select value={draft.owner} onValueChange={(value) => change({ owner: value })}>
            <SelectTrigger id="new-deal-owner">
              <SelectValue />
            </SelectTrigger>
            <SelectContent>
              <SelectItem value={NOBODY}>{t("field.nobody")}</SelectItem>
              {owners.map((owner) => (
                <SelectItem key={owner.id} value={owner.id}>
                  {owner.name}
                </SelectItem>
              ))}
            </SelectContent>
          </Select>
        </Field>
      )}
      {ownFields}
      {refusal && (
        <p role="alert" className="text-sm text-destructive-text">
          {refusal}
        </p>
      )}
      <DialogFooter>
        <Button variant="ghost" onClick={onCancel}>
          {t("create.cancel")}
        </Button>
        <Button type="submit" loading={isSaving}>
          {t("create.submit")}
        </Button>
      </DialogFooter>
    </form>
  );
}
