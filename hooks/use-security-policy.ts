"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";

import { useErrorToast } from "@/hooks/use-error-toast";
import { isUnconfirmed, useFreshAuth } from "@/hooks/use-fresh-auth";
import { useOrgContext } from "@/hooks/use-org-context";
import { ApiError } from "@/lib/api-error";
import { securityPolicyService } from "@/services/security-policy";
import type { components } from "@/types/api";

export type SecurityPolicy = components["schemas"]["SecurityPolicy"];
export type PolicyChanges = Partial<Omit<components["schemas"]["SecurityPolicyUpdate"], "version">>;

function useKey() {
  const { organizationId } = useOrgContext();
  return ["security-policy", organizationId];
}

export function useSecurityPolicy() {
  const queryKey = useKey();
  return useQuery({ queryKey, queryFn: ({ signal }) => securityPolicyService.find(signal) });
}

/** Change some of the policy, with a fresh proof of identity; a stale one loads what somebody else has decided. */
export function useUpdateSecurityPolicy() {
  const queryKey = useKey();
  const queryClient = useQueryClient();
  const confirmed = useFreshAuth();
  const showError = useErrorToast();
  return useMutation({
    mutationFn: ({ current, changes }: { current: SecurityPolicy; changes: PolicyChanges }) => {
      const { two_factor, factor_grace_until, idle_minutes, absolute_hours, invite_domains, version } = current;
      const policy = { two_factor, factor_grace_until, idle_minutes, absolute_hours, invite_domains, version, ...changes };
      return confirmed(() => securityPolicyService.replace(policy));
    },
    onSuccess: (saved) => queryClient.setQueryData(queryKey, saved),
    onError: (error) => {
      if (error instanceof ApiError && error.code === "version_stale") void queryClient.invalidateQueries({ queryKey });
      if (!isUnconfirmed(error)) showError(error);
    },
  });
}
