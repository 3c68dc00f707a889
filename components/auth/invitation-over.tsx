"use client";

import { MailX } from "lucide-react";
import { useTranslations } from "next-intl";

import { Button } from "@/components/ui/button";
import { Link } from "@/i18n/navigation";
import { paths } from "@/lib/paths";

export interface InvitationOverProps {
  reason: "unknown" | "expired" | "accepted";
  organization?: string;
  inviter?: string | null;
}

export function InvitationOver({ reason, organization = "", inviter }: InvitationOverProps) {
  const t = useTranslations("auth.invite.over");
  return (
    <div className="space-y-5 text-center">
      <span className="mx-auto flex size-10 items-center justify-center rounded-lg border bg-surface text-muted-foreground">
        <MailX className="size-5" aria-hidden />
      </span>
      <div className="space-y-1">
        <h1 className="text-xl font-semibold tracking-tight">{t(`${reason}.title`)}</h1>
        <p className="text-balance text-muted-foreground">
          {reason === "expired" && inviter ? t("expired.ask", { inviter, organization }) : t(`${reason}.text`, { organization })}
        </p>
      </div>
      <Button asChild size="lg" className="w-full">
        <Link href={paths.login()}>{t("login")}</Link>
      </Button>
    </div>
  );
}
