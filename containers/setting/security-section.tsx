"use client";

import { ConnectionsCard } from "@/containers/setting/connections-card";
import { PasswordCard } from "@/containers/setting/password-card";
import { SessionsCard } from "@/containers/setting/sessions-card";
import { PasskeysCard } from "@/containers/security/passkeys-card";
import { RecoveriesCard } from "@/containers/security/recoveries-card";
import { TwoFactorCard } from "@/containers/security/two-factor-card";

/** Everything about how a person gets in, and who else asks to. */
export function SecuritySection() {
  return (
    <>
      <RecoveriesCard />
      <PasswordCard />
      <TwoFactorCard />
      <PasskeysCard />
      <ConnectionsCard />
      <SessionsCard />
    </>
  );
}
