"use client";

import { ShieldCheck, UserMinus } from "lucide-react";
import { useTranslations } from "next-intl";

import { UserAvatar } from "@/components/common/user-avatar";
import { RoleMenu } from "@/components/team/role-menu";
import { ScopeLine } from "@/components/team/scope-line";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { useFormat } from "@/hooks/use-format";
import { outranks } from "@/lib/roles";
import type { Member, Role } from "@/services/member";

export interface MemberRowProps {
  member: Member;
  isSelf: boolean;
  ownRole: Role;
  canManage: boolean;
  onRole: (role: Role) => void;
  /** Undefined where nobody may change what they see. */
  onScope?: () => void;
  onRemove: () => void;
}

export function MemberRow({ member, isSelf, ownRole, canManage, onRole, onScope, onRemove }: MemberRowProps) {
  const t = useTranslations();
  const { date } = useFormat();
  const isReachable = canManage && !outranks(member.role, ownRole);
  return (
    <li className="flex min-h-14 items-center gap-2 px-4 py-2 sm:gap-3">
      <UserAvatar name={member.full_name} id={member.user_id} size="lg" className="size-8 text-xs" />
      <div className="min-w-0 flex-1">
        <p className="flex items-center gap-2">
          <span className="truncate font-medium">{member.full_name}</span>
          {isSelf && (
            <Badge variant="secondary" className="shrink-0">
              {t("team.you")}
            </Badge>
          )}
          {member.has_two_factor && (
            <ShieldCheck className="size-3.5 shrink-0 text-success-text" aria-label={t("team.twoFactor")} role="img" />
          )}
        </p>
        <p className="truncate text-muted-foreground">{member.email}</p>
        <ScopeLine member={member} onChange={isReachable ? onScope : undefined} />
      </div>
      <span className="hidden shrink-0 whitespace-nowrap text-muted-foreground lg:block">
        {t("team.since", { date: date(member.joined_at, "medium") })}
      </span>
      <div className="flex shrink-0 justify-end sm:w-36">
        {isReachable ? (
          <RoleMenu name={member.full_name} role={member.role} ownRole={ownRole} onChange={onRole} />
        ) : (
          <span className="px-2.5 text-muted-foreground">{t(`settings.role.${member.role}`)}</span>
        )}
      </div>
      <div className="flex shrink-0 justify-end sm:w-8 coarse:sm:w-11">
        {isReachable && !isSelf && (
          <Button variant="ghost" size="icon-sm" aria-label={t("team.removeName", { name: member.full_name })} onClick={onRemove}>
            <UserMinus aria-hidden />
          </Button>
        )}
      </div>
    </li>
  );
}
