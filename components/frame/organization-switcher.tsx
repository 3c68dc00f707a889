"use client";

import { Check, ChevronsUpDown, Plus, RotateCcw, Settings, UsersRound } from "lucide-react";
import { useTranslations } from "next-intl";
import type { ReactNode } from "react";

import { OrganizationMark } from "@/components/organization/organization-mark";
import { Badge } from "@/components/ui/badge";
import {
  DropdownMenu,
  DropdownMenuContent,
  DropdownMenuItem,
  DropdownMenuLabel,
  DropdownMenuSeparator,
  DropdownMenuTrigger,
} from "@/components/ui/dropdown-menu";
import type { MyOrganization } from "@/hooks/use-my-organizations";
import { cn } from "@/lib/utils";
import type { SessionOrganization } from "@/stores/session";

export interface OrganizationSwitcherProps {
  organization: SessionOrganization;
  isCompact: boolean;
  /** The list, which is fetched when the menu opens. */
  children: ReactNode;
  onTeam?: () => void;
  onSettings: () => void;
  onCreate: () => void;
}

export function OrganizationSwitcher({ organization, isCompact, children, onTeam, onSettings, onCreate }: OrganizationSwitcherProps) {
  const t = useTranslations();
  return (
    <DropdownMenu>
      <DropdownMenuTrigger
        aria-label={t("organizations.menu", { name: organization.name })}
        className={cn(
          "flex h-10 w-full items-center gap-2.5 rounded-md px-1.5 text-left transition-colors hover:bg-accent data-[state=open]:bg-accent coarse:h-11",
          isCompact && "justify-center px-0",
        )}
      >
        <OrganizationMark name={organization.name} color={organization.brand_color} />
        {!isCompact && (
          <>
            <OrganizationTitle organization={organization} />
            <ChevronsUpDown className="size-4 shrink-0 text-muted-foreground" aria-hidden />
          </>
        )}
      </DropdownMenuTrigger>
      <DropdownMenuContent side="bottom" align="start" className="w-64">
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
      </DropdownMenuContent>
    </DropdownMenu>
  );
}

export function OrganizationTitle({ organization }: { organization: SessionOrganization }) {
  const t = useTranslations("nav");
  return (
    <span className="flex min-w-0 flex-1 flex-col items-start">
      <span className="max-w-full truncate font-semibold leading-5 tracking-tight" title={organization.name}>
        {organization.is_personal ? t("workspace") : organization.name}
      </span>
      <Badge variant="outline" className="px-1 py-0 leading-[0.875rem]">
        {t(`plan.${organization.plan}`)}
      </Badge>
    </span>
  );
}

export interface OrganizationItemProps {
  organization: MyOrganization;
  isCurrent: boolean;
  onSelect: () => void;
}

export function OrganizationItem({ organization, isCurrent, onSelect }: OrganizationItemProps) {
  const t = useTranslations();
  const isDeleted = Boolean(organization.purge_at);
  return (
    <DropdownMenuItem
      onSelect={onSelect}
      disabled={isCurrent}
      aria-current={isCurrent ? "true" : undefined}
      className="data-[disabled]:opacity-100"
    >
      <OrganizationMark
        name={organization.name}
        color={organization.brand_color}
        className={cn("size-6 text-xs", isDeleted && "opacity-50")}
      />
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
