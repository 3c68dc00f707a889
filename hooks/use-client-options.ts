"use client";

import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useEffect, useState } from "react";

import { useOrgContext } from "@/hooks/use-org-context";
import { clientService } from "@/services/client";

const OPTIONS = 8;
const TYPING_MS = 180;

/** Clients to choose from while somebody types; the most recently active ones before that. */
export function useClientOptions(text: string, enabled: boolean) {
  const { organizationId } = useOrgContext();
  const [query, setQuery] = useState(text);
  useEffect(() => {
    const timer = setTimeout(() => setQuery(text.trim()), TYPING_MS);
    return () => clearTimeout(timer);
  }, [text]);
  return useQuery({
    queryKey: ["client", organizationId, "options", query],
    queryFn: ({ signal }) =>
      clientService.listClients({ query: query || null, sort: query ? "name" : "-last_activity_at" }, null, OPTIONS, signal),
    select: (page) => page.items.map(({ id, name }) => ({ id, name })),
    placeholderData: keepPreviousData,
    staleTime: 0,
    enabled,
  });
}

/** The name behind an id of the URL. */
export function useClientName(clientId: string | null) {
  const { organizationId } = useOrgContext();
  return useQuery({
    queryKey: ["client", organizationId, "name", clientId],
    queryFn: ({ signal }) => clientService.getClient(clientId ?? "", signal),
    select: ({ id, name }) => ({ id, name }),
    enabled: clientId !== null,
  });
}
