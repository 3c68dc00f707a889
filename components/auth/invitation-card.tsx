"use client";

import { useTranslations } from "next-intl";
import type { ReactNode } from "react";

import { OrganizationMark, type OrganizationMarkProps } from "@/components/organization/organization-mark";
import type { InvitePreview } from "@/services/invite";

export interface InvitationCardProps {
  invite: InvitePreview;
  logo: OrganizationMarkProps["logo"];
  children: ReactNode;
}

/** Who invites to what, above what there is to do about it. */
export function InvitationCard({ invite, logo, children }: InvitationCardProps) {
  const t = useTranslations("auth.invite");
  return (
    <div className="space-y-5">
      <div className="space-y-3">
        <OrganizationMark name={invite.organization_name} color={invite.brand_color} logo={logo} className="size-12 rounded-lg text-lg" />
        <div className="space-y-1">
          <h1 className="text-balance text-xl font-semibold tracking-tight">{t("title", { organization: invite.organization_name })}</h1>
          <p className="text-balance text-muted-foreground">
            {invite.inviter_name
              ? t("text", { inviter: invite.inviter_name, role: t(`role.${invite.role}`) })
              : t("textAlone", { role: t(`role.${invite.role}`) })}
          </p>
        </div>
      </div>
      {children}
    </div>
  );
}
