"use client";

import { SlidersHorizontal } from "lucide-react";
import { useTranslations } from "next-intl";
import { useState } from "react";

import { Button } from "@/components/ui/button";
import { Input } from "@/components/ui/input";
import { Label } from "@/components/ui/label";
import { NativeSelect } from "@/components/ui/native-select";
import { Popover, PopoverContent, PopoverTrigger } from "@/components/ui/popover";
import { useReasonName } from "@/hooks/use-reason-name";
import { formatMoneyInput, parseMoney } from "@/lib/format";

const PAST = [
  "today",
  "yesterday",
  "this_week",
  "last_week",
  "this_month",
  "last_month",
  "this_quarter",
  "this_year",
  "last_30_days",
  "last_90_days",
] as const;
const REACHED = ["contact", "proposal", "negotiation"] as const;
const COMING = ["past", "today", "this_week", "next_week", "this_month", "next_month", "this_quarter", "next_30_days", "none"] as const;

export interface MoreFiltersProps {
  kind: "deals" | "clients";
  values: Readonly<Record<string, string | null | undefined>>;
  currency: string;
  locale: string;
  onChange: (changes: Record<string, string | null>) => void;
}

/** Filters that aren't asked for every day, behind one button that counts them. */
export function MoreFilters({ kind, values, currency, locale, onChange }: MoreFiltersProps) {
  const t = useTranslations("filter");
  const reasonName = useReasonName();
  const tStage = useTranslations("pipeline.stages");
  const names =
    kind === "deals"
      ? [
          "outcome",
          "next_step",
          "reached",
          "reason",
          "value_min",
          "value_max",
          "source",
          "expected_close",
          "created",
          "stage_entered",
          "closed",
        ]
      : ["has_open_deals", "last_contact", "source", "created"];
  const count = names.filter((name) => values[name]).length;
  const set = (name: string) => (value: string) => onChange({ [name]: value || null });
  const choice = (name: string, options: [value: string, label: string][]) => (
    <Choice
      key={name}
      id={`filter-${name}`}
      label={t(`name.${name}` as "name.created")}
      value={values[name] ?? ""}
      onChange={set(name)}
      options={options}
    />
  );
  const period = (name: string, periods: readonly (typeof PAST | typeof COMING)[number][]) => {
    const known = periods.map((value): [string, string] => [value, t(`period.${value}`)]);
    const other = values[name];
    // Days from and to come from a link or a saved view.
    return choice(name, other && !periods.includes(other as "today") ? [...known, [other, other.replace("..", " – ")]] : known);
  };
  return (
    <Popover>
      <PopoverTrigger asChild>
        <Button variant="outline" className="gap-1.5 font-normal max-md:h-11">
          <SlidersHorizontal aria-hidden />
          {t("more")}
          {count > 0 && <span className="tabular rounded bg-primary/10 px-1.5 text-xs font-medium text-primary-text">{count}</span>}
        </Button>
      </PopoverTrigger>
      <PopoverContent className="max-h-[70vh] w-80 space-y-3 overflow-y-auto">
        {kind === "deals" ? (
          <>
            {choice("outcome", [
              ["open", t("outcome.open")],
              ["won", t("outcome.won")],
              ["lost", t("outcome.lost")],
            ])}
            {choice("next_step", [
              ["none", t("step.none")],
              ["planned", t("step.planned")],
              ["overdue", t("step.overdue")],
            ])}
            {choice("reached", [...REACHED.map((stage): [string, string] => [stage, tStage(stage)]), ["won", t("outcome.won")]])}
            {values.reason && choice("reason", [[values.reason, values.reason === "none" ? t("noReason") : reasonName(values.reason)]])}
            <fieldset className="grid grid-cols-2 gap-2">
              <legend className="mb-1.5 text-sm font-medium">{t("value")}</legend>
              {(["value_min", "value_max"] as const).map((name) => (
                <MoneyField
                  key={`${name}-${values[name] ?? ""}`}
                  label={t(`name.${name}`)}
                  cents={values[name]}
                  currency={currency}
                  locale={locale}
                  onChange={set(name)}
                />
              ))}
            </fieldset>
            <TextField
              key={`source-${values.source ?? ""}`}
              label={t("name.source")}
              value={values.source ?? ""}
              onChange={set("source")}
            />
            {period("expected_close", COMING)}
            {period("created", PAST)}
            {period("stage_entered", PAST)}
            {period("closed", PAST)}
          </>
        ) : (
          <>
            {choice("has_open_deals", [
              ["true", t("openDeals.yes")],
              ["false", t("openDeals.no")],
            ])}
            {period("last_contact", [...PAST, "none"])}
            <TextField
              key={`source-${values.source ?? ""}`}
              label={t("name.source")}
              value={values.source ?? ""}
              onChange={set("source")}
            />
            {period("created", PAST)}
          </>
        )}
      </PopoverContent>
    </Popover>
  );
}

interface ChoiceProps {
  id: string;
  label: string;
  value: string;
  options: [value: string, label: string][];
  onChange: (value: string) => void;
}

function Choice({ id, label, value, options, onChange }: ChoiceProps) {
  const t = useTranslations("filter");
  return (
    <div className="space-y-1.5">
      <Label htmlFor={id}>{label}</Label>
      <NativeSelect id={id} value={value} onChange={(event) => onChange(event.target.value)}>
        <option value="">{t("any")}</option>
        {options.map(([option, name]) => (
          <option key={option} value={option}>
            {name}
          </option>
        ))}
      </NativeSelect>
    </div>
  );
}

interface MoneyFieldProps {
  label: string;
  cents: string | null | undefined;
  currency: string;
  locale: string;
  onChange: (cents: string) => void;
}

function MoneyField({ label, cents, currency, locale, onChange }: MoneyFieldProps) {
  const [text, setText] = useState(cents ? formatMoneyInput(Number(cents), currency, locale) : "");
  const save = () => {
    const parsed = text.trim() ? parseMoney(text, currency) : null;
    onChange(parsed === null || parsed < 0 ? "" : String(parsed));
  };
  return (
    <Input
      inputMode="decimal"
      aria-label={label}
      placeholder={label}
      value={text}
      onChange={(event) => setText(event.target.value)}
      onBlur={save}
      onKeyDown={(event) => event.key === "Enter" && save()}
    />
  );
}

function TextField({ label, value, onChange }: { label: string; value: string; onChange: (value: string) => void }) {
  const [text, setText] = useState(value);
  return (
    <div className="space-y-1.5">
      <Label htmlFor="filter-source">{label}</Label>
      <Input
        id="filter-source"
        maxLength={200}
        value={text}
        onChange={(event) => setText(event.target.value)}
        onBlur={() => onChange(text.trim())}
        onKeyDown={(event) => event.key === "Enter" && onChange(text.trim())}
      />
    </div>
  );
}
