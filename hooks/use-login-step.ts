"use client";

import { useMutation } from "@tanstack/react-query";
import { useEffect, useState } from "react";

import { signWithPasskey } from "@/lib/passkeys";
import { authService } from "@/services/auth";
import type { components } from "@/types/api";

export type LoginMethod = components["schemas"]["ChallengeIssued"]["methods"][number];

/** A log-in whose first factor is proven. */
export interface LoginChallenge {
  token: string;
  methods: readonly LoginMethod[];
}

const METHODS: readonly string[] = ["code", "passkey", "backup_code"] satisfies LoginMethod[];

/** The challenge of this page: from the password, or from the part after # that a provider's way back brought along. */
export function useLoginChallenge() {
  const [challenge, setChallenge] = useState<LoginChallenge | null>(null);
  useEffect(() => {
    const brought = new URLSearchParams(window.location.hash.slice(1));
    const token = brought.get("challenge_token");
    if (!token) return;
    const methods = (brought.get("methods") ?? "").split(",").filter((name): name is LoginMethod => METHODS.includes(name));
    setChallenge({ token, methods });
    // Not into the history: whoever presses Back later finds no half log-in.
    window.history.replaceState(window.history.state, "", window.location.pathname + window.location.search);
  }, []);
  return { challenge, setChallenge };
}

/** What can answer a challenge; after any of them the person is signed in. */
export function useSecondFactor(token: string, onSignedIn: () => void) {
  const reactions = { onSuccess: onSignedIn };
  return {
    byCode: useMutation({ mutationFn: (code: string) => authService.loginSecondFactor({ challenge_token: token, code }), ...reactions }),
    byPasskey: useMutation({
      mutationFn: async () => {
        const { public_key } = await authService.beginSecondFactor(token);
        return authService.loginSecondFactor({ challenge_token: token, passkey: await signWithPasskey(public_key) });
      },
      ...reactions,
    }),
    recovery: useMutation({ mutationFn: () => authService.requestRecovery(token) }),
  };
}

/** Without a password: the authenticator says who it is. */
export function usePasskeyLogin(onSignedIn: () => void) {
  return useMutation({
    mutationFn: async () => authService.loginPasskey(await signWithPasskey((await authService.beginPasskey()).public_key)),
    onSuccess: onSignedIn,
  });
}

/** The links of the mails about a lost second factor. */
export function useRecoveryLink() {
  return {
    confirm: useMutation({ mutationFn: (token: string) => authService.confirmRecovery(token) }),
    cancel: useMutation({ mutationFn: (token: string) => authService.cancelRecovery(token) }),
  };
}
