"use client";

import { UserRound } from "lucide-react";
import { useTranslations } from "next-intl";

import { UserAvatar } from "@/components/common/user-avatar";
import {
  DropdownMenu,
  DropdownMenuContent,
  DropdownMenuRadioGroup,
  DropdownMenuRadioItem,
  DropdownMenuTrigger,
} from "@/components/ui/dropdown-menu";
import { cn } from "@/lib/utils";
import type { Task } from "@/services/task";

export interface Colleague {
  user_id: string;
  full_name: string;
}

export interface AssigneeButtonProps {
  task: Pick<Task, "assignee_id" | "assignee_name">;
  members: readonly Colleague[];
  isReadOnly: boolean;
  /** Null: nobody. */
  onChange: (colleague: Colleague | null) => void;
}

/** Who is to do it; a click hands it on. */
export function AssigneeButton({ task, members, isReadOnly, onChange }: AssigneeButtonProps) {
  const t = useTranslations("task");
  const name = task.assignee_name ?? t("nobody");
  const face = task.assignee_name ? (
    <UserAvatar size="sm" name={task.assignee_name} id={task.assignee_id ?? undefined} />
  ) : (
    <span className="flex size-5 items-center justify-center rounded-full border border-dashed text-muted-foreground">
      <UserRound className="size-3" aria-hidden />
    </span>
  );
  const classes = "inline-flex size-7 shrink-0 items-center justify-center rounded-md coarse:size-11";
  if (isReadOnly) {
    return (
      <span className={classes} title={name}>
        {face}
        <span className="sr-only">{name}</span>
      </span>
    );
  }
  return (
    <DropdownMenu>
      <DropdownMenuTrigger
        title={name}
        aria-label={t("changeAssignee", { name })}
        className={cn(classes, "transition-colors hover:bg-accent")}
      >
        {face}
      </DropdownMenuTrigger>
      <DropdownMenuContent align="end" className="max-h-80">
        <DropdownMenuRadioGroup
          value={task.assignee_id ?? ""}
          onValueChange={(id) => onChange(members.find(({ user_id }) => user_id === id) ?? null)}
        >
          <DropdownMenuRadioItem value="">{t("nobody")}</DropdownMenuRadioItem>
          {members.map(({ user_id, full_name }) => (
            <DropdownMenuRadioItem key={user_id} value={user_id}>
              <UserAvatar size="sm" name={full_name} id={user_id} />
              {full_name}
            </DropdownMenuRadioItem>
          ))}
        </DropdownMenuRadioGroup>
      </DropdownMenuContent>
    </DropdownMenu>
  );
}
