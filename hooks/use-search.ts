"use client";

import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useEffect, useState } from "react";

import { useOrgContext } from "@/hooks/use-org-context";
import { searchService } from "@/services/search";

const PAUSE_MS = 120;
const LIMIT = 12;

/** Clients, people and deals whose name fits what is typed; nothing is asked below two letters. */
export function useSearch(text: string) {
  const { organizationId } = useOrgContext();
  const [q, setQ] = useState(text.trim());
  useEffect(() => {
    const timer = setTimeout(() => setQ(text.trim()), PAUSE_MS);
    return () => clearTimeout(timer);
  }, [text]);
  return useQuery({
    queryKey: ["search", organizationId, q],
    queryFn: ({ signal }) => searchService.search({ q, limit: LIMIT }, signal),
    enabled: q.length >= 2,
    placeholderData: keepPreviousData,
  });
}
