"use client";

import { Eye, EyeOff, GripVertical, Languages, Plus, Trash2 } from "lucide-react";
import { useLocale, useTranslations } from "next-intl";
import { useState, type FormEvent } from "react";

import { NameFields } from "@/components/setting/name-fields";
import { useReorder } from "@/components/setting/use-reorder";
import { Button } from "@/components/ui/button";
import { Input } from "@/components/ui/input";
import { cn } from "@/lib/utils";
import type { Reason } from "@/services/pipeline";

export interface ReasonListProps {
  id: string;
  reasons: Reason[];
  nameOf: (key: string) => string;
  /** What the product itself calls a reason; the key of one's own. */
  usualOf: (key: string) => string;
  addLabel: string;
  disabled: boolean;
  onChange: (reasons: Reason[]) => void;
}

/** Reasons in the order in which they are offered: carried, renamed, hidden, removed, added. */
export function ReasonList({ id, reasons, nameOf, usualOf, addLabel, disabled, onChange }: ReasonListProps) {
  const t = useTranslations("settings.pipeline");
  const locale = useLocale();
  const [spoken, setSpoken] = useState("");
  const [openKey, setOpenKey] = useState<string | null>(null);
  const [text, setText] = useState("");
  const byKey = new Map(reasons.map((reason) => [reason.key, reason]));
  const { list, order, carriedKey, handleOf } = useReorder(
    reasons.map(({ key }) => key),
    (keys) => onChange(keys.flatMap((key) => byKey.get(key) ?? [])),
    (key, position) => setSpoken(t("reason.moved", { name: nameOf(key), position, total: reasons.length })),
  );
  const change = (key: string, changes: Partial<Reason>) =>
    onChange(reasons.map((reason) => (reason.key === key ? { ...reason, ...changes } : reason)));
  const handleAdd = (event: FormEvent) => {
    event.preventDefault();
    const name = text.trim();
    if (!name) return;
    onChange([...reasons, { key: keyOf(name, reasons), names: { [locale]: name }, is_hidden: false }]);
    setText("");
  };
  return (
    <div>
      <p aria-live="polite" className="sr-only">
        {spoken}
      </p>
      <ul ref={list} className="divide-y">
        {order.map((key) => {
          const reason = byKey.get(key);
          if (!reason) return null;
          const name = nameOf(key);
          return (
            <li key={key} data-row={key} className={cn("bg-card", carriedKey === key && "relative z-10 shadow-lg ring-1 ring-primary")}>
              <div className="flex items-center gap-1 px-2 py-1.5">
                {!disabled && (
                  <button
                    type="button"
                    {...handleOf(key)}
                    aria-label={t("reason.carry", { name })}
                    className="inline-flex size-8 shrink-0 cursor-grab touch-none items-center justify-center rounded text-muted-foreground hover:bg-accent active:cursor-grabbing coarse:size-11"
                  >
                    <GripVertical className="size-4" aria-hidden />
                  </button>
                )}
                <span className={cn("min-w-0 flex-1 truncate px-1", reason.is_hidden && "text-muted-foreground line-through")}>{name}</span>
                {reason.is_hidden && <span className="sr-only">{t("reason.hidden")}</span>}
                {!disabled && (
                  <>
                    <IconButton
                      label={t("reason.rename", { name })}
                      isOpen={openKey === key}
                      onClick={() => setOpenKey(openKey === key ? null : key)}
                    >
                      <Languages aria-hidden />
                    </IconButton>
                    <IconButton
                      label={t(reason.is_hidden ? "reason.show" : "reason.hide", { name })}
                      onClick={() => change(key, { is_hidden: !reason.is_hidden })}
                    >
                      {reason.is_hidden ? <EyeOff aria-hidden /> : <Eye aria-hidden />}
                    </IconButton>
                    <IconButton label={t("reason.remove", { name })} onClick={() => onChange(reasons.filter((one) => one.key !== key))}>
                      <Trash2 aria-hidden />
                    </IconButton>
                  </>
                )}
              </div>
              {openKey === key && (
                <div className="px-4 pb-3 sm:pl-11">
                  <NameFields
                    id={`${id}-${key}`}
                    label={name}
                    names={reason.names ?? {}}
                    usual={usualOf(key)}
                    disabled={disabled}
                    onSave={(names) => change(key, { names })}
                  />
                </div>
              )}
            </li>
          );
        })}
      </ul>
      {!disabled && (
        <form onSubmit={handleAdd} className="flex gap-2 border-t px-4 py-3">
          <Input
            id={`${id}-new`}
            value={text}
            onChange={(event) => setText(event.target.value)}
            aria-label={addLabel}
            placeholder={addLabel}
            maxLength={60}
            autoComplete="off"
          />
          <Button type="submit" variant="outline" disabled={!text.trim()}>
            <Plus aria-hidden />
            {t("reason.add")}
          </Button>
        </form>
      )}
    </div>
  );
}

function IconButton({
  label,
  isOpen,
  onClick,
  children,
}: {
  label: string;
  isOpen?: boolean;
  onClick: () => void;
  children: React.ReactNode;
}) {
  return (
    <Button
      variant="ghost"
      size="icon-sm"
      aria-label={label}
      title={label}
      aria-expanded={isOpen}
      className="text-muted-foreground"
      onClick={onClick}
    >
      {children}
    </Button>
  );
}

/** A key of its own from the name: what stands in deals and reports, whatever the reason is called later. */
function keyOf(name: string, reasons: Reason[]): string {
  const stem =
    name
      .normalize("NFD")
      .replace(/[\u0300-\u036f]/g, "")
      .toLowerCase()
      .replace(/[^a-z0-9]+/g, "_")
      .replace(/^_+|_+$/g, "")
      .slice(0, 36) || "reason";
  const taken = new Set(["other", ...reasons.map(({ key }) => key)]);
  let key = stem;
  for (let number = 2; taken.has(key); number += 1) key = `${stem}_${number}`;
  return key;
}
