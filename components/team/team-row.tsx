"use client";

import { Trash2 } from "lucide-react";
import { useTranslations } from "next-intl";
import { useState } from "react";

import { Button } from "@/components/ui/button";
import { Input } from "@/components/ui/input";
import type { Team } from "@/services/team";

export interface TeamRowProps {
  team: Team;
  /** The name left by Enter or by going elsewhere, if it is another one; `takeBack` shows the former one again. */
  onRename: (name: string, takeBack: () => void) => void;
  onDelete: () => void;
}

export function TeamRow({ team, onRename, onDelete }: TeamRowProps) {
  const t = useTranslations("team.teams");
  const [name, setName] = useState(team.name);
  const commit = () => {
    const wanted = name.trim();
    if (!wanted) setName(team.name);
    else if (wanted !== team.name) onRename(wanted, () => setName(team.name));
  };
  return (
    <li className="flex min-h-12 items-center gap-3 px-4 py-1.5">
      <Input
        value={name}
        maxLength={50}
        aria-label={t("rename", { name: team.name })}
        onChange={(event) => setName(event.target.value)}
        onBlur={commit}
        onKeyDown={(event) => {
          if (event.key === "Enter") event.currentTarget.blur();
          if (event.key === "Escape") setName(team.name);
        }}
        className="-ml-2 h-8 min-w-0 flex-1 border-transparent bg-transparent px-2 font-medium shadow-none hover:border-input focus-visible:border-input sm:max-w-xs"
      />
      <span className="ml-auto shrink-0 text-muted-foreground">{t("members", { count: team.member_count })}</span>
      <Button variant="ghost" size="icon-sm" aria-label={t("delete", { name: team.name })} onClick={onDelete}>
        <Trash2 aria-hidden />
      </Button>
    </li>
  );
}
