"use client";

import { Mail, RotateCw, X } from "lucide-react";
import { useTranslations } from "next-intl";

import { RelativeTime } from "@/components/common/relative-time";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import type { Invite } from "@/services/invite";

export interface InviteRowProps {
  invite: Invite;
  canTouch: boolean;
  isBusy: boolean;
  onResend: () => void;
  onRevoke: () => void;
}

export function InviteRow({ invite, canTouch, isBusy, onResend, onRevoke }: InviteRowProps) {
  const t = useTranslations();
  return (
    <li className="flex min-h-14 items-center gap-3 px-4 py-2">
      <span className="flex size-8 shrink-0 items-center justify-center rounded-full border border-dashed text-muted-foreground">
        <Mail className="size-4" aria-hidden />
      </span>
      <div className="min-w-0 flex-1">
        <p className="flex items-center gap-2">
          <span className="truncate font-medium">{invite.email}</span>
          {invite.is_expired && (
            <Badge variant="warning" className="shrink-0">
              {t("team.expired")}
            </Badge>
          )}
        </p>
        <p className="truncate text-muted-foreground">
          {t("team.invitedAs", { role: t(`settings.role.${invite.role}`) })} · <RelativeTime value={invite.sent_at} />
        </p>
      </div>
      {canTouch && (
        <div className="flex shrink-0 gap-1">
          <Button variant="ghost" size="sm" disabled={isBusy} onClick={onResend} aria-label={t("team.resendTo", { email: invite.email })}>
            <RotateCw aria-hidden />
            <span className="max-sm:sr-only">{t("team.resend")}</span>
          </Button>
          <Button
            variant="ghost"
            size="icon-sm"
            disabled={isBusy}
            onClick={onRevoke}
            aria-label={t("team.revokeOf", { email: invite.email })}
          >
            <X aria-hidden />
          </Button>
        </div>
      )}
    </li>
  );
}
