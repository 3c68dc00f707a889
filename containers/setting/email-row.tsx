"use client";

import { useTranslations } from "next-intl";
import dynamic from "next/dynamic";
import { useState } from "react";

import { SettingRow } from "@/components/setting/settings-card";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { useFollowAddress } from "@/hooks/use-account";
import { useOrgContext } from "@/hooks/use-org-context";
import { hasNoAddress } from "@/lib/no-address";

const EmailDialog = dynamic(() => import("@/containers/setting/email-dialog").then((module) => module.EmailDialog), { ssr: false });

/** The address that one signs in with, whether it is proven, and the way to another. */
export function EmailRow({ label }: { label: string }) {
  const t = useTranslations("account.email");
  const { user } = useOrgContext();
  const [isOpen, setOpen] = useState(false);
  useFollowAddress(user);
  const isVerified = Boolean(user.email_verified_at);
  return (
    <SettingRow label={label}>
      <div className="flex items-start justify-between gap-3">
        <div className="min-w-0 space-y-1">
          <span className="block truncate" title={hasNoAddress(user.email) ? undefined : user.email}>
            {hasNoAddress(user.email) ? t("none") : user.email}
          </span>
          <Badge variant={isVerified ? "success" : "warning"}>{isVerified ? t("verified") : t("unverified")}</Badge>
        </div>
        <Button variant="outline" size="sm" onClick={() => setOpen(true)}>
          {t("change")}
        </Button>
      </div>
      {user.pending_email && (
        <p className="mt-2 text-xs text-muted-foreground [overflow-wrap:anywhere]">{t("pending", { email: user.pending_email })}</p>
      )}
      {isOpen && <EmailDialog onClose={() => setOpen(false)} />}
    </SettingRow>
  );
}
