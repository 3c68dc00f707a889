"use client";

import { Check, Plus, RotateCcw, Settings, UsersRound } from "lucide-react";
import { useTranslations } from "next-intl";
import type { ReactNode } from "react";

import { DropdownMenuItem, DropdownMenuLabel, DropdownMenuSeparator } from "@/components/ui/dropdown-menu";
import type { MyOrganization } from "@/hooks/use-my-organizations";
import { cn } from "@/lib/utils";

export interface OrganizationItemsProps {
  /** The person's organizations. */
  children: ReactNode;
  onTeam?: () => void;
  onSettings: () => void;
  onCreate: () => void;
}

/** The inside of the organization menu. */
export function OrganizationItems({ children, onTeam, onSettings, onCreate }: OrganizationItemsProps) {
  const t = useTranslations();
  return (
    <>
      <DropdownMenuLabel className="font-normal text-muted-foreground">{t("organizations.yours")}</DropdownMenuLabel>
      {children}
      <DropdownMenuItem onSelect={onCreate}>
        <Plus aria-hidden />
        {t("organizations.create")}
      </DropdownMenuItem>
      <DropdownMenuSeparator />
      {onTeam && (
        <DropdownMenuItem onSelect={onTeam}>
          <UsersRound aria-hidden />
          {t("nav.team")}
        </DropdownMenuItem>
      )}
      <DropdownMenuItem onSelect={onSettings}>
        <Settings aria-hidden />
        {t("organizations.settings")}
      </DropdownMenuItem>
    </>
  );
}

export interface OrganizationItemProps {
  organization: MyOrganization;
  mark: ReactNode;
  isCurrent: boolean;
  onSelect: () => void;
}

export function OrganizationItem({ organization, mark, isCurrent, onSelect }: OrganizationItemProps) {
  const t = useTranslations();
  const isDeleted = Boolean(organization.purge_at);
  return (
    <DropdownMenuItem
      onSelect={onSelect}
      disabled={isCurrent}
      aria-current={isCurrent ? "true" : undefined}
      className="data-[disabled]:opacity-100"
    >
      <span className={cn("flex", isDeleted && "opacity-50")}>{mark}</span>
      <span className="min-w-0 flex-1">
        <span className={cn("block truncate", isDeleted && "text-muted-foreground line-through")}>{organization.name}</span>
        <span className="block truncate text-xs text-muted-foreground">
          {isDeleted
            ? t("organizations.deleted")
            : organization.is_personal
              ? t("organizations.personal")
              : `${t(`settings.role.${organization.role}`)} · ${t("organizations.people", { count: organization.member_count })}`}
        </span>
      </span>
      {isCurrent && <Check className="size-4 text-primary-text" aria-hidden />}
      {isDeleted && <RotateCcw className="size-4" aria-hidden />}
    </DropdownMenuItem>
  );
}
