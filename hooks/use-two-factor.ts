"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";

import { useErrorToast } from "@/hooks/use-error-toast";
import { isUnconfirmed, useFreshAuth } from "@/hooks/use-fresh-auth";
import { useOrgContext } from "@/hooks/use-org-context";
import { createPasskey, PasskeyDismissed, signWithPasskey } from "@/lib/passkeys";
import { twoFactorService } from "@/services/two-factor";
import type { components } from "@/types/api";

export type TwoFactorStatus = components["schemas"]["TwoFactorStatus"];
export type PasskeyInfo = components["schemas"]["PasskeyInfo"];
type Proof = components["schemas"]["Proof"];

/** The person's factors; they belong to the account, whatever the organization. */
export function useTwoFactor() {
  const { organizationId } = useOrgContext();
  return useQuery({ queryKey: ["two-factor", organizationId], queryFn: ({ signal }) => twoFactorService.status(signal) });
}

/** Everything that changes factors; each asks for a fresh proof of identity where the API wants one. */
export function useTwoFactorChanges() {
  const confirmed = useFreshAuth();
  const { organizationId } = useOrgContext();
  const client = useQueryClient();
  const showError = useErrorToast();
  const reactions = {
    onSuccess: () => client.invalidateQueries({ queryKey: ["two-factor", organizationId] }),
    onError: (error: unknown) => {
      if (!isUnconfirmed(error) && !(error instanceof PasskeyDismissed)) showError(error);
    },
  };
  return {
    setUp: useMutation({ mutationFn: () => confirmed(() => twoFactorService.setUp()), onError: reactions.onError }),
    // A wrong code is said at its field, by whoever asked for it.
    enable: useMutation({ mutationFn: (code: string) => confirmed(() => twoFactorService.enable(code)) }),
    disable: useMutation({ mutationFn: () => confirmed(() => twoFactorService.disable()), ...reactions }),
    renewCodes: useMutation({ mutationFn: () => confirmed(() => twoFactorService.renewCodes()), ...reactions }),
    addPasskey: useMutation({
      mutationFn: async (name: string) => {
        const { public_key } = await confirmed(() => twoFactorService.beginPasskey());
        const made = await createPasskey(public_key);
        return twoFactorService.addPasskey({ ...made, name });
      },
      onSuccess: reactions.onSuccess,
    }),
    renamePasskey: useMutation({
      mutationFn: ({ id, name }: { id: string; name: string }) => twoFactorService.renamePasskey(id, name),
      ...reactions,
    }),
    removePasskey: useMutation({ mutationFn: (id: string) => confirmed(() => twoFactorService.removePasskey(id)), ...reactions }),
    refresh: reactions.onSuccess,
  };
}

/** Prove anew who is there: by password or code, or by a passkey. */
export function useReauthentication() {
  return {
    prove: useMutation({ mutationFn: (proof: Proof) => twoFactorService.reauthenticate(proof) }),
    proveByPasskey: useMutation({
      mutationFn: async () => {
        const { public_key } = await twoFactorService.beginReauthentication();
        return twoFactorService.reauthenticate({ passkey: await signWithPasskey(public_key) });
      },
    }),
  };
}

/** Colleagues who lost every second factor, for the owner who decides. */
export function useRecoveries() {
  const confirmed = useFreshAuth();
  const { organizationId, can } = useOrgContext();
  const client = useQueryClient();
  const showError = useErrorToast();
  const key = ["recovery", organizationId];
  const reactions = {
    onSuccess: () => client.invalidateQueries({ queryKey: key }),
    onError: (error: unknown) => {
      if (!isUnconfirmed(error)) showError(error);
    },
  };
  return {
    waiting: useQuery({
      queryKey: key,
      queryFn: ({ signal }) => twoFactorService.listRecoveries(signal),
      enabled: can("recovery:approve"),
    }),
    approve: useMutation({ mutationFn: (id: string) => confirmed(() => twoFactorService.approveRecovery(id)), ...reactions }),
    refuse: useMutation({ mutationFn: (id: string) => twoFactorService.refuseRecovery(id), ...reactions }),
  };
}
