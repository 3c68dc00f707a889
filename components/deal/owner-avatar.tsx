"use client";

import { useTranslations } from "next-intl";

import { UserAvatar } from "@/components/common/user-avatar";
import { cn } from "@/lib/utils";

export interface OwnerAvatarProps {
  /** Null: nobody owns it. */
  name: string | null;
  /** Gives a person the same colour everywhere. */
  id: string | null;
  className?: string;
}

/** Initials in a disc; the full name is read out and shown on hover. */
export function OwnerAvatar({ name, id, className }: OwnerAvatarProps) {
  const t = useTranslations("deal");
  const label = name ?? t("noOwner");
  return (
    <span title={label} className={cn("inline-flex shrink-0", className)}>
      {name ? (
        <UserAvatar name={name} id={id ?? undefined} size="sm" className="size-5 text-[0.5625rem] font-semibold leading-none" />
      ) : (
        <span className="size-5 rounded-full border border-dashed border-input" aria-hidden />
      )}
      <span className="sr-only">{t("ownedBy", { name: label })}</span>
    </span>
  );
}
