"use client";

import { Fingerprint } from "lucide-react";
import { useTranslations } from "next-intl";
import { useEffect, useState } from "react";

import { FormAlert } from "@/components/auth/form-alert";
import { Button } from "@/components/ui/button";
import { useErrorMessage } from "@/hooks/use-error-message";
import { usePasskeyLogin } from "@/hooks/use-login-step";
import { canUsePasskeys, PasskeyDismissed } from "@/lib/passkeys";

/** Sign in with what this device keeps; not offered where the browser has no passkeys. */
export function PasskeyLogin({ onSignedIn }: { onSignedIn: () => void }) {
  const t = useTranslations("auth.login");
  const toMessage = useErrorMessage();
  const login = usePasskeyLogin(onSignedIn);
  // Known in the browser alone: the server's page must not differ from its first paint.
  const [isOffered, setOffered] = useState(false);
  useEffect(() => setOffered(canUsePasskeys()), []);
  if (!isOffered) return null;
  return (
    <>
      <Button variant="outline" size="lg" className="w-full" loading={login.isPending || login.isSuccess} onClick={() => login.mutate()}>
        <Fingerprint aria-hidden />
        {t("passkey")}
      </Button>
      {login.isError && !(login.error instanceof PasskeyDismissed) && <FormAlert>{toMessage(login.error)}</FormAlert>}
    </>
  );
}
