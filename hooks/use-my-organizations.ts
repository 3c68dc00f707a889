"use client";

import { useMutation, useQuery } from "@tanstack/react-query";
import { useRef } from "react";

import { useErrorToast } from "@/hooks/use-error-toast";
import { useLocalizedNavigation } from "@/hooks/use-localized-navigation";
import { useOrgContext } from "@/hooks/use-org-context";
import { paths } from "@/lib/paths";
import { organizationService } from "@/services/organization";
import type { components } from "@/types/api";

type Schemas = components["schemas"];
export type MyOrganization = Schemas["MyOrganization"];

/** Where the person works; what they own and have deleted is last, with `purge_at`. */
export function useMyOrganizations({ enabled = true }: { enabled?: boolean } = {}) {
  const { organizationId } = useOrgContext();
  return useQuery({
    queryKey: ["organization", organizationId, "mine"],
    queryFn: async ({ signal }) => (await organizationService.listMine(signal)).items,
    enabled,
  });
}

/** Work in another organization: its start page, with nothing left on screen of the former one. */
export function useSwitchOrganization() {
  const { replace } = useLocalizedNavigation();
  const showError = useErrorToast();
  return useMutation({
    mutationFn: ({ organizationId }: { organizationId: string; to?: string }) => organizationService.switchTo(organizationId),
    onSuccess: (_, { to }) => replace(to ?? paths.dashboard()),
    onError: showError,
  });
}

/** Open another organization and go there. One attempt keeps its key, so that a lost answer doesn't open two. */
export function useCreateOrganization() {
  const { replace } = useLocalizedNavigation();
  const attempt = useRef({ body: "", key: "" });
  return useMutation({
    mutationFn: async (organization: Schemas["OrganizationCreate"]) => {
      const body = JSON.stringify(organization);
      if (attempt.current.body !== body) attempt.current = { body, key: crypto.randomUUID() };
      const { data } = await organizationService.create(organization, attempt.current.key);
      return organizationService.switchTo(data.id);
    },
    onSuccess: () => replace(paths.dashboard()),
  });
}

export function useRestoreOrganization() {
  const { replace } = useLocalizedNavigation();
  const showError = useErrorToast();
  return useMutation({
    mutationFn: (organizationId: string) => organizationService.restore(organizationId),
    onSuccess: () => replace(paths.dashboard()),
    onError: showError,
  });
}
