"use client";

import { useMutation, useQuery } from "@tanstack/react-query";
import { useEffect, useState } from "react";

import { useFreshAuth } from "@/hooks/use-fresh-auth";
import { accountService } from "@/services/account";
import { meService } from "@/services/me";
import { useSessionStore, type SessionUser } from "@/stores/session";
import type { components } from "@/types/api";

type Schemas = components["schemas"];

export function useForgotPassword() {
  return useMutation({ mutationFn: async (email: string) => (await accountService.forgotPassword(email)).data });
}

export function useResetPassword() {
  return useMutation({ mutationFn: async (reset: Schemas["PasswordReset"]) => (await accountService.resetPassword(reset)).data });
}

export function useVerifyEmail() {
  return useMutation({ mutationFn: async (token: string) => (await accountService.verifyEmail(token)).data });
}

/** Whose account the link speaks of. Asking doesn't spend it. */
export function useEmailClaim(token: string | null | undefined, { isSignedIn }: { isSignedIn: boolean }) {
  return useQuery({
    queryKey: ["email-claim", token],
    queryFn: async () => (await accountService.findClaim(token ?? "", { isSignedIn })).data,
    enabled: Boolean(token),
    retry: false,
    staleTime: Infinity,
  });
}

export function useDisownEmail() {
  return useMutation({ mutationFn: (token: string) => accountService.disownEmail(token) });
}

export function useResendVerification() {
  return useMutation({ mutationFn: (email: string) => accountService.resendVerification(email) });
}

export function useChangePassword() {
  return useMutation({ mutationFn: (change: Schemas["PasswordChange"]) => accountService.changePassword(change) });
}

/** Ask for another address; whoever hasn't proven themselves lately is asked to first. */
export function useChangeEmail() {
  const confirmed = useFreshAuth();
  return useMutation({
    mutationFn: (email: string) => confirmed(async () => (await meService.update({ email })).data),
    onSuccess: (user) => useSessionStore.getState().updateUser(user),
  });
}

/**
 * The token behind the # of a mailed link: it reaches no server's log. Undefined until the page has looked, null without one.
 * It leaves the address bar at once, so that nobody copies it from there.
 */
export function useLinkToken(): string | null | undefined {
  const [token, setToken] = useState<string | null>();
  useEffect(() => {
    const found = new URLSearchParams(window.location.hash.slice(1)).get("token");
    setToken((known) => found ?? known ?? null);
    if (found) window.history.replaceState(window.history.state, "", window.location.pathname + window.location.search);
  }, []);
  return token;
}

/** Notices, when the person comes back to this tab, that a mailed link was opened in another. */
export function useFollowAddress(user: SessionUser) {
  const isOpen = !user.email_verified_at || Boolean(user.pending_email);
  const { data } = useQuery({
    queryKey: ["me", user.id],
    queryFn: ({ signal }) => meService.find(signal),
    enabled: isOpen,
    refetchOnWindowFocus: "always",
    staleTime: 60_000,
  });
  useEffect(() => {
    if (data) useSessionStore.getState().updateUser(data);
  }, [data]);
}
