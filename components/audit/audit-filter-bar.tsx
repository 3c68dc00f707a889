"use client";

import { Search, X } from "lucide-react";
import { useTranslations } from "next-intl";
import { useEffect, useState } from "react";

import { FilterMenu } from "@/components/common/filter-menu";
import { Button } from "@/components/ui/button";
import { Input } from "@/components/ui/input";
import type { AuditFilters } from "@/hooks/use-audit-filters";
import { AUDIT_PERIODS, type AuditPeriod } from "@/lib/audit-period";

const SEARCH_DELAY_MS = 300;
/** Kinds of records worth choosing by, the ones that agencies work on first. */
const TYPES = [
  "client", "contact", "deal", "timeline_entry", "import", "member", "invite", "organization", "security_policy", "user", "session",
  "passkey", "api_key", "preferences", "notification",
] as const; // prettier-ignore

export interface AuditFilterBarProps {
  filters: AuditFilters;
  people: { user_id: string; full_name: string }[];
  onChange: (changes: Partial<AuditFilters>) => void;
  onClear: () => void;
}

export function AuditFilterBar({ filters, people, onChange, onClear }: AuditFilterBarProps) {
  const t = useTranslations("audit");
  const isFiltered = Object.values(filters).some(Boolean);
  const single = (["record", "action"] as const).filter((name) => filters[name]);
  return (
    <div className="space-y-2">
      <div className="flex flex-wrap items-center gap-2">
        <SearchField value={filters.q ?? ""} onChange={(q) => onChange({ q: q || null })} />
        {people.length > 1 && (
          <FilterMenu
            label={t("filters.person")}
            value={filters.person ?? ""}
            onChange={(person) => onChange({ person: person || null })}
            options={[
              { value: "", label: t("filters.anyone") },
              ...people.map((person) => ({ value: person.user_id, label: person.full_name })),
            ]}
          />
        )}
        <FilterMenu
          label={t("filters.type")}
          value={filters.type ?? ""}
          onChange={(type) => onChange({ type: type || null })}
          options={[{ value: "", label: t("filters.anything") }, ...TYPES.map((type) => ({ value: type, label: t(`entity.${type}`) }))]}
        />
        <FilterMenu
          label={t("filters.period")}
          value={filters.period ?? ""}
          onChange={(period) => onChange({ period: (period || null) as AuditPeriod | null })}
          options={[
            { value: "", label: t("filters.always") },
            ...AUDIT_PERIODS.map((period) => ({ value: period, label: t(`filters.${period}`) })),
          ]}
        />
        {isFiltered && (
          <Button variant="ghost" className="max-md:h-11" onClick={onClear}>
            <X aria-hidden />
            {t("filters.clear")}
          </Button>
        )}
      </div>
      {single.map((name) => {
        const label = t(name === "record" ? "filters.oneRecord" : "filters.oneAction");
        return (
          <Button
            key={name}
            variant="outline"
            size="sm"
            className="mr-2 border-primary/50 bg-primary/5"
            aria-label={t("filters.remove", { name: label })}
            onClick={() => onChange({ [name]: null })}
          >
            {label}
            <X aria-hidden />
          </Button>
        );
      })}
    </div>
  );
}

function SearchField({ value, onChange }: { value: string; onChange: (value: string) => void }) {
  const t = useTranslations("audit.filters");
  const [text, setText] = useState(value);
  const [known, setKnown] = useState(value);
  if (value !== known) {
    // Cleared, or reached by going back.
    setKnown(value);
    setText(value);
  }
  useEffect(() => {
    if (text === value) return;
    const timer = setTimeout(() => {
      setKnown(text);
      onChange(text);
    }, SEARCH_DELAY_MS);
    return () => clearTimeout(timer);
  }, [text, value, onChange]);
  return (
    <div className="relative w-full sm:w-56">
      <Search className="pointer-events-none absolute left-2.5 top-1/2 size-4 -translate-y-1/2 text-muted-foreground" aria-hidden />
      <Input
        type="search"
        value={text}
        maxLength={200}
        aria-label={t("search")}
        placeholder={t("search")}
        className="pl-8"
        onChange={(event) => setText(event.target.value)}
      />
    </div>
  );
}
