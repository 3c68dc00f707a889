"use client";

import { useTranslations } from "next-intl";
import { useId } from "react";

import { CustomValue } from "@/components/custom-field/custom-value";
import { Badge } from "@/components/ui/badge";
import { useFieldLabel } from "@/hooks/use-custom-field";
import { useFormat } from "@/hooks/use-format";
import { formatPhone } from "@/lib/format-phone";
import { cn } from "@/lib/utils";
import type { Client } from "@/services/client";

import type { MergeRow, Side } from "./merge-choices";

type Members = { user_id: string; full_name: string }[];

export interface MergeTableProps {
  survivor: Client;
  merged: Client;
  rows: MergeRow[];
  chosen: Record<string, Side>;
  members: Members;
  onChoose: (name: string, side: Side) => void;
}

const SIDES: Side[] = ["survivor", "merged"];

/** Each field in which the two differ as a pair to choose from. */
export function MergeTable({ survivor, merged, rows, chosen, members, onChoose }: MergeTableProps) {
  const t = useTranslations("client.merge");
  const format = useFormat();
  const clients = { survivor, merged };
  return (
    <div className="space-y-1">
      <div className="grid grid-cols-2 gap-2 sm:grid-cols-[8rem_1fr_1fr]">
        <span className="max-sm:hidden" />
        {SIDES.map((side) => (
          <div key={side} className="min-w-0 pb-2">
            <Badge variant={side === "survivor" ? "default" : "outline"}>{t(side)}</Badge>
            <p className="mt-1 truncate font-semibold">{clients[side].name}</p>
            <p className="text-xs text-muted-foreground">{t("since", { date: format.date(clients[side].created_at, "medium") })}</p>
          </div>
        ))}
      </div>
      {rows.length === 0 && <p className="rounded-md bg-muted px-3 py-2 text-sm text-muted-foreground">{t("same")}</p>}
      {rows.map((row) => (
        <Row
          key={row.name}
          row={row}
          side={chosen[row.name] ?? row.preset}
          members={members}
          onChoose={(side) => onChoose(row.name, side)}
        />
      ))}
      <p className="pt-2 text-xs text-muted-foreground">{t("along")}</p>
    </div>
  );
}

interface RowProps {
  row: MergeRow;
  side: Side;
  members: Members;
  onChoose: (side: Side) => void;
}

function Row({ row, side, members, onChoose }: RowProps) {
  const t = useTranslations("client");
  const labelOf = useFieldLabel();
  const group = useId();
  const label = row.own ? labelOf(row.own) : t(`field.${row.field === "owner_id" ? "owner" : (row.field ?? "name")}`);
  return (
    <fieldset className="grid grid-cols-2 gap-2 border-t py-2 sm:grid-cols-[8rem_1fr_1fr]">
      <legend className="sr-only">{label}</legend>
      <span aria-hidden className="pt-1.5 text-xs text-muted-foreground max-sm:col-span-2 max-sm:pt-0">
        {label}
      </span>
      {SIDES.map((option) => (
        <label
          key={option}
          className={cn(
            "flex min-h-8 min-w-0 cursor-pointer items-start gap-2 rounded-md border px-2.5 py-1.5 text-sm transition-colors has-[:focus-visible]:outline has-[:focus-visible]:outline-2 has-[:focus-visible]:outline-ring coarse:min-h-11",
            option === side ? "border-primary/50 bg-primary/5" : "border-transparent text-muted-foreground hover:border-input",
          )}
        >
          <input
            type="radio"
            name={group}
            className="mt-0.5 size-4 shrink-0 accent-primary"
            checked={option === side}
            onChange={() => onChoose(option)}
          />
          <span className="min-w-0 whitespace-pre-line break-words">
            <Value row={row} side={option} members={members} />
          </span>
        </label>
      ))}
    </fieldset>
  );
}

function Value({ row, side, members }: { row: MergeRow; side: Side; members: Members }) {
  const t = useTranslations("client");
  const value = row[side];
  if (value === null || value === "") return <span className="italic text-muted-foreground">{t("merge.empty")}</span>;
  if (row.own) return <CustomValue field={row.own} value={value} members={members} />;
  if (row.field === "kind") return <>{t(`kind.${value === "person" ? "person" : "company"}`)}</>;
  if (row.field === "phone") return <>{formatPhone(String(value))}</>;
  if (row.field === "owner_id") return <>{members.find((member) => member.user_id === value)?.full_name ?? "–"}</>;
  return <>{String(value)}</>;
}
