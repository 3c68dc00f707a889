"use client";

import { ChevronDown } from "lucide-react";
import { useTranslations } from "next-intl";

import type { Member } from "@/services/member";

export interface ScopeLineProps {
  member: Pick<Member, "full_name" | "record_scope" | "team_name">;
  /** Undefined: it is only shown, and only where somebody doesn't see everything. */
  onChange?: () => void;
}

/** What somebody sees of the records, and the team that they are in. */
export function ScopeLine({ member, onChange }: ScopeLineProps) {
  const t = useTranslations("team.scope");
  const team = member.team_name ?? "";
  const scope = member.record_scope === "all" ? t("shortAll") : member.record_scope === "own" ? t("shortOwn") : t("shortTeam", { team });
  const text = team && member.record_scope !== "team" ? `${scope} · ${team}` : scope;
  if (!onChange) {
    return member.record_scope === "all" && !team ? null : <p className="truncate text-xs text-muted-foreground">{text}</p>;
  }
  return (
    <button
      type="button"
      onClick={onChange}
      aria-label={t("open", { name: member.full_name, scope: text })}
      className="relative -ml-1 flex max-w-full items-center gap-0.5 rounded px-1 text-xs text-muted-foreground before:absolute before:-inset-x-1 before:-inset-y-0.5 hover:bg-accent hover:text-foreground coarse:before:-inset-y-2.5"
    >
      <span className="truncate">{text}</span>
      <ChevronDown className="size-3 shrink-0" aria-hidden />
    </button>
  );
}
