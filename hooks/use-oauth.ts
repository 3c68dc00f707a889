"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useLocale } from "next-intl";
import { useEffect } from "react";

import { useErrorToast } from "@/hooks/use-error-toast";
import { isUnconfirmed, useFreshAuth } from "@/hooks/use-fresh-auth";
import { useLocalizedNavigation } from "@/hooks/use-localized-navigation";
import { useOrgContext } from "@/hooks/use-org-context";
import { ApiError } from "@/lib/api-error";
import { oauthService, type Provider } from "@/services/oauth";

/** Links that sign in at a provider and come back to `next`; none until the server has said which there are. */
export function useProviderLinks(next: string | null): readonly { provider: Provider; url: string }[] {
  const locale = useLocale();
  const { data } = useQuery({
    queryKey: ["oauth", "methods"],
    queryFn: ({ signal }) => oauthService.getMethods(signal),
    staleTime: Infinity,
    retry: 1,
  });
  const time_zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  return (data?.providers ?? []).map((provider) => ({ provider, url: oauthService.startUrl(provider, { next, locale, time_zone }) }));
}

export function useConnections({ enabled = true }: { enabled?: boolean } = {}) {
  const { organizationId } = useOrgContext();
  return useQuery({
    queryKey: ["oauth", organizationId, "connections"],
    queryFn: ({ signal }) => oauthService.listConnections(signal),
    enabled,
  });
}

/** Leaves for the provider's page to prove who is there; the browser comes back to where the person is. */
export function useProofAtProvider() {
  const { pathname } = useLocalizedNavigation();
  return useMutation({
    mutationFn: (provider: Provider) => oauthService.confirm(provider, `${pathname}${window.location.search}`),
    onSuccess: (url) => window.location.assign(url),
  });
}

/** Leaves for the provider's page; the browser comes back to the settings. */
export function useConnect() {
  const confirmed = useFreshAuth();
  const showError = useErrorToast();
  return useMutation({
    mutationFn: (provider: Provider) => confirmed(() => oauthService.connect(provider)),
    onSuccess: (url) => window.location.assign(url),
    onError: (error) => !isUnconfirmed(error) && showError(error),
  });
}

export function useDisconnect() {
  const { organizationId } = useOrgContext();
  const queryClient = useQueryClient();
  const confirmed = useFreshAuth();
  const showError = useErrorToast();
  return useMutation({
    mutationFn: (provider: Provider) => confirmed(() => oauthService.disconnect(provider)),
    onSettled: () => queryClient.invalidateQueries({ queryKey: ["oauth", organizationId, "connections"] }),
    onError: (error) => !isUnconfirmed(error) && showError(error),
  });
}

/** What a way back from the provider brought along in the address: told once, and taken out of it. */
export function useProviderReturn(onConnected: (provider: string) => void) {
  const showError = useErrorToast();
  useEffect(() => {
    const url = new URL(window.location.href);
    const { searchParams } = url;
    const [connected, error] = [searchParams.get("connected"), searchParams.get("error")];
    if (connected) onConnected(connected);
    if (error) showError(new ApiError(400, { code: error }));
    if (!connected && !error) return;
    for (const name of ["connected", "error", "provider"]) searchParams.delete(name);
    window.history.replaceState(window.history.state, "", url);
    // eslint-disable-next-line react-hooks/exhaustive-deps -- once, on arrival
  }, []);
}
