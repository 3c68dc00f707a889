"use client";

import { useMutation, useQuery } from "@tanstack/react-query";

import { useErrorToast } from "@/hooks/use-error-toast";
import { isUnconfirmed, useFreshAuth } from "@/hooks/use-fresh-auth";
import { useOrgContext } from "@/hooks/use-org-context";
import { announce } from "@/lib/session-channel";
import { meService } from "@/services/me";
import { useSessionStore } from "@/stores/session";

/** Save everything that is known of the person as a file. */
export function useExport() {
  const confirmed = useFreshAuth();
  const showError = useErrorToast();
  return useMutation({
    mutationFn: () => confirmed(() => meService.export()),
    onSuccess: (archive) => {
      const url = URL.createObjectURL(archive);
      const link = document.createElement("a");
      link.href = url;
      link.download = `loved-crm-${new Date().toISOString().slice(0, 10)}.zip`;
      link.click();
      URL.revokeObjectURL(url);
    },
    onError: (error) => !isUnconfirmed(error) && showError(error),
  });
}

/** What the end of the account would mean for each organization; always asked for anew. */
export function useDeletionPlan() {
  const { organizationId } = useOrgContext();
  return useQuery({
    queryKey: ["personal-data", organizationId, "deletion"],
    queryFn: async ({ signal }) => (await meService.planDeletion(signal)).items,
    staleTime: 0,
    gcTime: 0,
  });
}

/** Delete the account; this browser is signed out then, in every tab. */
export function useDeleteAccount() {
  const confirmed = useFreshAuth();
  return useMutation({
    mutationFn: (successors: Readonly<Record<string, string>>) => confirmed(() => meService.deleteAccount(successors)),
    onSuccess: () => {
      useSessionStore.getState().signOut({ byChoice: true });
      announce({ type: "signed-out" });
    },
  });
}
