"use client";

import { Search, X } from "lucide-react";
import { useTranslations } from "next-intl";
import { type ReactNode, type RefObject, useEffect, useState } from "react";

import { FilterMenu } from "@/components/common/filter-menu";
import { Button } from "@/components/ui/button";
import { Input } from "@/components/ui/input";
import { CLIENT_SORTS, type ClientSort } from "@/lib/client-sort";
import { CLIENT_FILTERS } from "@/lib/list-filters";
import type { ClientFilters as Filters, ClientKind } from "@/services/client";

const SEARCH_DELAY_MS = 200;

export interface ClientFiltersProps {
  filters: Filters;
  onChange: (changes: Partial<Filters>) => void;
  onClear: () => void;
  members: { user_id: string; full_name: string }[];
  /** Who is looking: their own clients come first in the choice. */
  userId: string;
  tags: string[];
  showOwner: boolean;
  searchRef?: RefObject<HTMLInputElement>;
  /** Saved views, before the filters that they set. */
  views: ReactNode;
  /** What isn't asked for every day. */
  more: ReactNode;
}

export function ClientFilters({
  filters,
  onChange,
  onClear,
  members,
  userId,
  tags,
  showOwner,
  searchRef,
  views,
  more,
}: ClientFiltersProps) {
  const t = useTranslations("client");
  const others = members.filter((member) => member.user_id !== userId);
  const isFiltered = CLIENT_FILTERS.some((name) => filters[name]);
  return (
    <div className="flex flex-wrap items-center gap-2">
      {views}
      <SearchField query={filters.query ?? ""} onChange={(query) => onChange({ query: query || null })} inputRef={searchRef} />
      <div className="flex gap-2 max-md:-mx-4 max-md:overflow-x-auto max-md:px-4 max-md:py-1 max-md:[scrollbar-width:none] md:contents">
        {showOwner && (
          <FilterMenu
            label={t("filter.owner")}
            value={filters.owner_id === userId ? "me" : (filters.owner_id ?? "")}
            onChange={(owner) => onChange({ owner_id: owner || null })}
            options={[
              { value: "", label: t("filter.anyone") },
              { value: "me", label: t("filter.mine") },
              { value: "none", label: t("noOwner") },
              ...others.map((member) => ({ value: member.user_id, label: member.full_name })),
            ]}
          />
        )}
        <FilterMenu
          label={t("filter.kind")}
          value={filters.kind ?? ""}
          onChange={(kind) => onChange({ kind: (kind || null) as ClientKind | null })}
          options={[
            { value: "", label: t("filter.anyKind") },
            { value: "company", label: t("kind.company") },
            { value: "person", label: t("kind.person") },
          ]}
        />
        <FilterMenu
          label={t("filter.tag")}
          value={filters.tag ?? ""}
          onChange={(tag) => onChange({ tag: tag || null })}
          options={[
            { value: "", label: tags.length > 0 ? t("filter.anyTag") : t("filter.noTags") },
            ...tags.map((tag) => ({ value: tag, label: tag })),
          ]}
        />
        {more}
        <FilterMenu
          label={t("sort.label")}
          value={filters.sort}
          alwaysNamed
          className="md:order-last md:ml-auto"
          onChange={(sort) => onChange({ sort: sort as ClientSort })}
          options={CLIENT_SORTS.map((sort) => ({ value: sort, label: t(`sort.${sort}`) }))}
        />
        {isFiltered && (
          <Button variant="ghost" className="max-md:h-11" onClick={onClear}>
            <X aria-hidden />
            {t("filter.clear")}
          </Button>
        )}
      </div>
    </div>
  );
}

interface SearchFieldProps {
  query: string;
  onChange: (query: string) => void;
  inputRef?: RefObject<HTMLInputElement>;
}

/** Answers at once while typing; the search itself follows when the fingers rest. */
function SearchField({ query, onChange, inputRef }: SearchFieldProps) {
  const t = useTranslations("client");
  const [text, setText] = useState(query);
  useEffect(() => setText(query), [query]);
  useEffect(() => {
    if (text.trim() === query) return;
    const timer = setTimeout(() => onChange(text.trim()), SEARCH_DELAY_MS);
    return () => clearTimeout(timer);
    // eslint-disable-next-line react-hooks/exhaustive-deps -- another `onChange` is no reason to search again
  }, [text]);
  return (
    <div className="relative w-full md:w-64">
      <Search className="pointer-events-none absolute left-2.5 top-1/2 size-4 -translate-y-1/2 text-muted-foreground" aria-hidden />
      <Input
        ref={inputRef}
        type="search"
        aria-label={t("search")}
        placeholder={t("searchPlaceholder")}
        className="h-8 pl-8 max-md:h-11 [&::-webkit-search-cancel-button]:hidden"
        value={text}
        onChange={(event) => setText(event.target.value)}
        onKeyDown={(event) => {
          if (event.key !== "Escape") return;
          if (text) setText("");
          else event.currentTarget.blur();
        }}
      />
    </div>
  );
}
