"use client";

import { useTranslations } from "next-intl";
import type { ReactNode } from "react";

import { TagInput } from "@/components/client/tag-input";
import { CalendarButton } from "@/components/common/calendar-button";
import { currencyChoices } from "@/components/deal/currencies";
import { InlineField } from "@/components/deal/inline-field";
import { useFormat } from "@/hooks/use-format";
import { useTimeZone } from "@/hooks/use-time-zone";
import { useDateOrder } from "@/hooks/use-formats";
import type { Deal } from "@/lib/board-types";
import { dayOf } from "@/lib/calendar-day";
import { formatDateInput, parseDateInput } from "@/lib/date-input";
import { parseMoney } from "@/lib/format";
import { Select, SelectContent, SelectItem, SelectTrigger, SelectValue } from "@/components/ui/select";

export type FieldChanges = Partial<
  Pick<Deal, "value_cents" | "currency" | "owner_id" | "expected_close_date" | "source" | "tags" | "lost_reason">
>;

export interface DealFieldsProps {
  deal: Deal;
  owners: { id: string; name: string }[];
  showOwner: boolean;
  tagSuggestions: string[];
  readOnly: boolean;
  onChange: (changes: FieldChanges) => void;
}

const NOBODY = "nobody";
const LARGEST_CENTS = 99_999_999_999_999;
const INLINE_SELECT =
  "h-8 border-transparent bg-transparent px-2 hover:border-input disabled:cursor-default disabled:opacity-100 disabled:hover:border-transparent coarse:h-11 [&:disabled>svg]:hidden";

export function DealFields({ deal, owners, showOwner, tagSuggestions, readOnly, onChange }: DealFieldsProps) {
  const t = useTranslations("deal.field");
  const format = useFormat();
  const order = useDateOrder();
  const timeZone = useTimeZone();
  const commitValue = (text: string) => {
    const cents = text.trim() ? parseMoney(text, deal.currency) : 0;
    if (cents === null || cents < 0 || cents > LARGEST_CENTS) return false;
    if (cents !== deal.value_cents) onChange({ value_cents: cents });
    return true;
  };
  const commitCloseDate = (text: string) => {
    const date = text.trim() ? parseDateInput(text, order, dayOf(new Date(), timeZone)) : null;
    if (text.trim() && !date) return false;
    if (date !== deal.expected_close_date) onChange({ expected_close_date: date });
    return true;
  };
  return (
    <dl className="grid grid-cols-[7rem_1fr] items-start gap-y-0.5 text-sm">
      <Row label={t("value")} htmlFor="deal-value">
        <div className="flex gap-1">
          <div className="min-w-0 flex-1">
            <InlineField
              id="deal-value"
              className="tabular"
              inputMode="decimal"
              value={deal.value_cents ? format.moneyInput(deal.value_cents, deal.currency) : ""}
              placeholder={t("empty")}
              readOnly={readOnly}
              onCommit={commitValue}
              problem={t("valueWrong")}
            />
          </div>
          <Select value={deal.currency} disabled={readOnly} onValueChange={(currency) => onChange({ currency })}>
            <SelectTrigger aria-label={t("currency")} className={`${INLINE_SELECT} w-[5.25rem]`}>
              <SelectValue />
            </SelectTrigger>
            <SelectContent>
              {currencyChoices(deal.currency).map((currency) => (
                <SelectItem key={currency} value={currency}>
                  {currency}
                </SelectItem>
              ))}
            </SelectContent>
          </Select>
        </div>
      </Row>
      {showOwner && (
        <Row label={t("owner")}>
          <Select
            value={deal.owner_id ?? NOBODY}
            disabled={readOnly}
            onValueChange={(value) => onChange({ owner_id: value === NOBODY ? null : value })}
          >
            <SelectTrigger aria-label={t("owner")} className={INLINE_SELECT}>
              <SelectValue />
            </SelectTrigger>
            <SelectContent>
              <SelectItem value={NOBODY}>{t("nobody")}</SelectItem>
              {ownerChoices(deal, owners).map((owner) => (
                <SelectItem key={owner.id} value={owner.id}>
                  {owner.name}
                </SelectItem>
              ))}
            </SelectContent>
          </Select>
        </Row>
      )}
      <Row label={t("closeDate")} htmlFor="deal-close-date">
        <div className="flex gap-1">
          <div className="min-w-0 flex-1">
            <InlineField
              id="deal-close-date"
              className="tabular"
              inputMode="numeric"
              autoComplete="off"
              maxLength={20}
              value={deal.expected_close_date ? formatDateInput(deal.expected_close_date, order) : ""}
              placeholder={readOnly ? t("empty") : t(`dateHints.${order}`)}
              readOnly={readOnly}
              onCommit={commitCloseDate}
              problem={t("dateWrong")}
            />
          </div>
          {!readOnly && (
            <CalendarButton
              label={t("closeDate")}
              className="self-center"
              value={deal.expected_close_date ?? null}
              onPick={(expected_close_date) => onChange({ expected_close_date })}
            />
          )}
        </div>
      </Row>
      <Row label={t("source")} htmlFor="deal-source">
        <InlineField
          id="deal-source"
          value={deal.source ?? ""}
          placeholder={t("empty")}
          maxLength={200}
          readOnly={readOnly}
          onCommit={(text) => {
            onChange({ source: text.trim() || null });
            return true;
          }}
        />
      </Row>
      <Row label={t("tags")} htmlFor="deal-tags">
        <TagInput
          id="deal-tags"
          quiet
          tags={deal.tags}
          suggestions={tagSuggestions}
          readOnly={readOnly}
          onChange={(tags) => onChange({ tags })}
        />
      </Row>
    </dl>
  );
}

/** A former member still owns what they own. */
function ownerChoices(deal: Deal, owners: { id: string; name: string }[]): { id: string; name: string }[] {
  if (!deal.owner_id || owners.some((owner) => owner.id === deal.owner_id)) return owners;
  return [{ id: deal.owner_id, name: deal.owner_name ?? "—" }, ...owners];
}

function Row({ label, htmlFor, children }: { label: string; htmlFor?: string; children: ReactNode }) {
  return (
    <>
      <dt className="flex h-8 items-center text-muted-foreground coarse:h-11">
        {htmlFor ? <label htmlFor={htmlFor}>{label}</label> : label}
      </dt>
      <dd className="min-w-0">{children}</dd>
    </>
  );
}
