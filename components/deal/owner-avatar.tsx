"use client";

import { useTranslations } from "next-intl";

import { cn } from "@/lib/utils";

export interface OwnerAvatarProps {
  /** Null: nobody owns it. */
  name: string | null;
  className?: string;
}

/** Initials in a disc; the full name is read out and shown on hover. */
export function OwnerAvatar({ name, className }: OwnerAvatarProps) {
  const t = useTranslations("deal");
  const label = name ?? t("noOwner");
  return (
    <span
      title={label}
      className={cn(
        "inline-flex size-5 shrink-0 items-center justify-center rounded-full text-[0.5625rem] font-semibold leading-none",
        name ? "bg-secondary text-secondary-foreground" : "border border-dashed border-input text-muted-foreground",
        className,
      )}
    >
      <span aria-hidden>{name ? initials(name) : ""}</span>
      <span className="sr-only">{t("ownedBy", { name: label })}</span>
    </span>
  );
}

function initials(name: string): string {
  const words = name.trim().split(/\s+/);
  const last = words.length > 1 ? words[words.length - 1] : "";
  return `${[...(words[0] ?? "")][0] ?? ""}${[...(last ?? "")][0] ?? ""}`.toUpperCase();
}
