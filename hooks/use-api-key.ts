"use client";

import { useInfiniteQuery, useMutation, useQueryClient } from "@tanstack/react-query";

import { useErrorToast } from "@/hooks/use-error-toast";
import { isUnconfirmed, useFreshAuth } from "@/hooks/use-fresh-auth";
import { useOrgContext } from "@/hooks/use-org-context";
import { apiKeyService, type ApiKeyCreate } from "@/services/api-key";

const keyOf = (organizationId: string) => ["api-key", organizationId];

export function useApiKeys() {
  const { organizationId } = useOrgContext();
  return useInfiniteQuery({
    queryKey: keyOf(organizationId),
    queryFn: ({ pageParam, signal }) => apiKeyService.listKeys(pageParam, signal),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next_cursor,
  });
}

/** Answers the key with its secret, which nothing keeps but the dialog that shows it. */
export function useCreateApiKey() {
  const { organizationId } = useOrgContext();
  const queryClient = useQueryClient();
  const confirmed = useFreshAuth();
  return useMutation({
    mutationFn: async (data: ApiKeyCreate) => (await confirmed(() => apiKeyService.createKey(data))).data,
    onSuccess: () => queryClient.invalidateQueries({ queryKey: keyOf(organizationId) }),
    gcTime: 0,
  });
}

export function useRevokeApiKey() {
  const { organizationId } = useOrgContext();
  const queryClient = useQueryClient();
  const confirmed = useFreshAuth();
  const showError = useErrorToast();
  return useMutation({
    mutationFn: (id: string) => confirmed(() => apiKeyService.revokeKey(id)),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: keyOf(organizationId) }),
    onError: (error) => {
      if (!isUnconfirmed(error)) showError(error);
    },
  });
}
