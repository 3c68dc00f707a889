"use client";

import { ChevronsUpDown } from "lucide-react";
import { useTranslations } from "next-intl";
import type { ReactNode } from "react";

import { Badge } from "@/components/ui/badge";
import { DropdownMenu, DropdownMenuContent, DropdownMenuTrigger } from "@/components/ui/dropdown-menu";
import { cn } from "@/lib/utils";
import type { SessionOrganization } from "@/stores/session";

export interface OrganizationSwitcherProps {
  organization: SessionOrganization;
  /** What it is known by at a glance. */
  mark: ReactNode;
  isCompact: boolean;
  /** What the menu holds, which is fetched when it opens. */
  children: ReactNode;
}

export function OrganizationSwitcher({ organization, mark, isCompact, children }: OrganizationSwitcherProps) {
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
        {mark}
        {!isCompact && (
          <>
            <OrganizationTitle organization={organization} />
            <ChevronsUpDown className="size-4 shrink-0 text-muted-foreground" aria-hidden />
          </>
        )}
      </DropdownMenuTrigger>
      <DropdownMenuContent side="bottom" align="start" className="w-64">
        {children}
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
