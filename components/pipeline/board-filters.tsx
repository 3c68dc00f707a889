"use client";

import { Search, X } from "lucide-react";
import { useTranslations } from "next-intl";
import { useEffect, useState, type ReactNode } from "react";

import { Button } from "@/components/ui/button";
import { Input } from "@/components/ui/input";
import { Select, SelectContent, SelectItem, SelectSeparator, SelectTrigger, SelectValue } from "@/components/ui/select";
import { hasFilters } from "@/lib/board-events";
import type { BoardFilters as Filters } from "@/lib/board-types";

export interface BoardFiltersProps {
  filters: Filters;
  owners: { id: string; name: string }[];
  myId: string;
  tags: string[];
  /** Hidden in a workspace of one person. */
  showOwners: boolean;
  clientField: ReactNode;
  onChange: (changes: Partial<Record<keyof Filters, string | null>>) => void;
  onClear: () => void;
}

const ANY = "any";
const TYPING_MS = 250;

export function BoardFilters({ filters, owners, myId, tags, showOwners, clientField, onChange, onClear }: BoardFiltersProps) {
  const t = useTranslations("pipeline.filters");
  return (
    <div
      role="search"
      aria-label={t("label")}
      className="scrollbar-thin -mx-4 flex items-center gap-2 overflow-x-auto px-4 py-0.5 sm:mx-0 sm:flex-wrap sm:overflow-visible sm:px-0 [&>*]:shrink-0"
    >
      <SearchField value={filters.query ?? ""} onChange={(query) => onChange({ query: query || null })} />
      {showOwners && (
        <Select value={filters.owner_id ?? ANY} onValueChange={(value) => onChange({ owner_id: value === ANY ? null : value })}>
          <SelectTrigger aria-label={t("owner")} className="h-8 w-auto min-w-32 max-w-44">
            <SelectValue />
          </SelectTrigger>
          <SelectContent>
            <SelectItem value={ANY}>{t("anyOwner")}</SelectItem>
            <SelectItem value={myId}>{t("mine")}</SelectItem>
            {owners.length > 1 && <SelectSeparator />}
            {owners
              .filter((owner) => owner.id !== myId)
              .map((owner) => (
                <SelectItem key={owner.id} value={owner.id}>
                  {owner.name}
                </SelectItem>
              ))}
          </SelectContent>
        </Select>
      )}
      {(tags.length > 0 || filters.tag) && (
        <Select value={filters.tag ?? ANY} onValueChange={(value) => onChange({ tag: value === ANY ? null : value })}>
          <SelectTrigger aria-label={t("tag")} className="h-8 w-auto min-w-28 max-w-40">
            <SelectValue />
          </SelectTrigger>
          <SelectContent>
            <SelectItem value={ANY}>{t("anyTag")}</SelectItem>
            {[...new Set([...tags, ...(filters.tag ? [filters.tag] : [])])].map((tag) => (
              <SelectItem key={tag} value={tag}>
                {tag}
              </SelectItem>
            ))}
          </SelectContent>
        </Select>
      )}
      {clientField}
      {hasFilters(filters) && (
        <Button variant="ghost" onClick={onClear}>
          <X aria-hidden />
          {t("clear")}
        </Button>
      )}
    </div>
  );
}

function SearchField({ value, onChange }: { value: string; onChange: (query: string) => void }) {
  const t = useTranslations("pipeline.filters");
  const [text, setText] = useState(value);
  const [sent, setSent] = useState(value);
  // The URL changed by itself: back, forward, or the filters were cleared.
  if (value !== sent) {
    setSent(value);
    setText(value);
  }
  useEffect(() => {
    if (text.trim() === sent) return;
    const timer = setTimeout(() => {
      setSent(text.trim());
      onChange(text.trim());
    }, TYPING_MS);
    return () => clearTimeout(timer);
  }, [text, sent, onChange]);
  return (
    <div className="relative w-48 sm:w-56">
      <Search className="pointer-events-none absolute left-2.5 top-1/2 size-4 -translate-y-1/2 text-muted-foreground" aria-hidden />
      <Input
        type="search"
        value={text}
        onChange={(event) => setText(event.target.value)}
        placeholder={t("search")}
        aria-label={t("search")}
        maxLength={200}
        className="h-8 pl-8"
      />
    </div>
  );
}
