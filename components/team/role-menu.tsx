"use client";

import { Check, ChevronDown } from "lucide-react";
import { useTranslations } from "next-intl";

import { Button } from "@/components/ui/button";
import { DropdownMenu, DropdownMenuContent, DropdownMenuItem, DropdownMenuTrigger } from "@/components/ui/dropdown-menu";
import { outranks, ROLES } from "@/lib/roles";
import type { Role } from "@/services/member";

export interface RoleMenuProps {
  /** Whose role it is, for who can't see the row. */
  name: string;
  role: Role;
  /** Of who chooses: nobody gives a role above their own. */
  ownRole: Role;
  onChange: (role: Role) => void;
}

export function RoleMenu({ name, role, ownRole, onChange }: RoleMenuProps) {
  const t = useTranslations();
  return (
    <DropdownMenu>
      <DropdownMenuTrigger asChild aria-label={t("team.roleOf", { name, role: t(`settings.role.${role}`) })}>
        <Button variant="ghost" size="sm" className="gap-1 font-normal">
          {t(`settings.role.${role}`)}
          <ChevronDown className="size-3.5 text-muted-foreground" aria-hidden />
        </Button>
      </DropdownMenuTrigger>
      <DropdownMenuContent align="end" className="w-72">
        {ROLES.map((option) => (
          <DropdownMenuItem
            key={option}
            disabled={outranks(option, ownRole)}
            onSelect={() => option !== role && onChange(option)}
            className="items-start gap-2"
            aria-current={option === role ? "true" : undefined}
          >
            <span className="min-w-0 flex-1">
              <span className="block font-medium">{t(`settings.role.${option}`)}</span>
              <span className="block text-xs text-muted-foreground">{t(`team.role.${option}`)}</span>
            </span>
            {option === role && <Check className="mt-0.5 size-4 text-primary-text" aria-hidden />}
          </DropdownMenuItem>
        ))}
      </DropdownMenuContent>
    </DropdownMenu>
  );
}
