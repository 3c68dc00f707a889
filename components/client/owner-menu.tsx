"use client";

import { ChevronDown } from "lucide-react";
import { useTranslations } from "next-intl";

import { UserAvatar } from "@/components/common/user-avatar";
import {
  DropdownMenu,
  DropdownMenuContent,
  DropdownMenuRadioGroup,
  DropdownMenuRadioItem,
  DropdownMenuTrigger,
} from "@/components/ui/dropdown-menu";

interface Owner {
  user_id: string;
  full_name: string;
}

export interface OwnerMenuProps {
  ownerId: string | null;
  ownerName: string | null;
  members: Owner[];
  isReadOnly: boolean;
  /** Null: nobody. */
  onChange: (owner: Owner | null) => void;
}

export function OwnerMenu({ ownerId, ownerName, members, isReadOnly, onChange }: OwnerMenuProps) {
  const t = useTranslations("client");
  const name = ownerName ?? t("noOwner");
  const face = (
    <>
      {ownerName && <UserAvatar size="sm" name={ownerName} id={ownerId ?? undefined} />}
      <span className="truncate">{name}</span>
    </>
  );
  if (isReadOnly) return <span className="flex items-center gap-1.5">{face}</span>;
  return (
    <DropdownMenu>
      <DropdownMenuTrigger
        aria-label={`${t("changeOwner")}: ${name}`}
        className="-mx-1 flex h-6 max-w-56 items-center gap-1.5 rounded px-1 transition-colors hover:bg-accent hover:text-foreground max-md:h-11 coarse:h-11"
      >
        {face}
        <ChevronDown className="size-3 shrink-0" aria-hidden />
      </DropdownMenuTrigger>
      <DropdownMenuContent align="start" className="max-h-80">
        <DropdownMenuRadioGroup
          value={ownerId ?? ""}
          onValueChange={(id) => onChange(members.find((member) => member.user_id === id) ?? null)}
        >
          <DropdownMenuRadioItem value="">{t("noOwner")}</DropdownMenuRadioItem>
          {members.map((member) => (
            <DropdownMenuRadioItem key={member.user_id} value={member.user_id}>
              <UserAvatar size="sm" name={member.full_name} id={member.user_id} />
              {member.full_name}
            </DropdownMenuRadioItem>
          ))}
        </DropdownMenuRadioGroup>
      </DropdownMenuContent>
    </DropdownMenu>
  );
}
