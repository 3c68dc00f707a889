"use client";

import { Search, X } from "lucide-react";
import { useTranslations } from "next-intl";
import { useEffect, useState, type ReactNode } from "react";

import { FilterMenu } from "@/components/common/filter-menu";
import { Button } from "@/components/ui/button";
import { Input } from "@/components/ui/input";
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
  /** Saved views, before the filters that they set. */
  views: ReactNode;
  /** What isn't asked for every day. */
  more: ReactNode;
  onChange: (changes: Partial<Record<keyof Filters, string | null>>) => void;
  onClear: () => void;
}

const TYPING_MS = 250;

export function BoardFilters({ filters, owners, myId, tags, showOwners, clientField, views, more, onChange, onClear }: BoardFiltersProps) {
  const t = useTranslations("pipeline.filters");
  return (
    <div
      role="search"
      aria-label={t("label")}
      className="scrollbar-thin -mx-4 flex items-center gap-2 overflow-x-auto px-4 py-0.5 sm:mx-0 sm:flex-wrap sm:overflow-visible sm:px-0 [&>*]:shrink-0"
    >
      {views}
      <SearchField value={filters.query ?? ""} onChange={(query) => onChange({ query: query || null })} />
      {showOwners && (
        <FilterMenu
          label={t("owner")}
          value={filters.owner_id === myId ? "me" : (filters.owner_id ?? "")}
          onChange={(owner) => onChange({ owner_id: owner || null })}
          options={[
            { value: "", label: t("anyOwner") },
            { value: "me", label: t("mine") },
            { value: "none", label: t("nobody") },
            ...owners.filter((owner) => owner.id !== myId).map((owner) => ({ value: owner.id, label: owner.name })),
          ]}
        />
      )}
      {(tags.length > 0 || filters.tag) && (
        <FilterMenu
          label={t("tag")}
          value={filters.tag ?? ""}
          onChange={(tag) => onChange({ tag: tag || null })}
          options={[{ value: "", label: t("anyTag") }, ...tags.map((tag) => ({ value: tag, label: tag }))]}
        />
      )}
      {clientField}
      {more}
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
