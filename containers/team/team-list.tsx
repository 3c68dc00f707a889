"use client";

import { Plus } from "lucide-react";
import { useTranslations } from "next-intl";
import { useState, type FormEvent } from "react";

import { ErrorState } from "@/components/common/error-state";
import { TeamRow } from "@/components/team/team-row";
import {
  AlertDialog,
  AlertDialogCancel,
  AlertDialogContent,
  AlertDialogDescription,
  AlertDialogFooter,
  AlertDialogHeader,
  AlertDialogTitle,
} from "@/components/ui/alert-dialog";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { Input } from "@/components/ui/input";
import { Skeleton } from "@/components/ui/skeleton";
import { useErrorMessage } from "@/hooks/use-error-message";
import { useErrorToast } from "@/hooks/use-error-toast";
import { useTeamActions, useTeams } from "@/hooks/use-team";
import { toast } from "@/lib/toast";
import type { Team } from "@/services/team";

const MOST_LETTERS = 50;

/** The teams of the organization, each renamed in place. */
export function TeamList() {
  const t = useTranslations("team.teams");
  const teams = useTeams();
  const { create, rename, remove } = useTeamActions();
  const showError = useErrorToast();
  const toMessage = useErrorMessage();
  const [name, setName] = useState("");
  const [leaving, setLeaving] = useState<Team | null>(null);
  const add = (event: FormEvent) => {
    event.preventDefault();
    const wanted = name.trim();
    if (!wanted) return;
    create.mutate(wanted, {
      onSuccess: () => {
        setName("");
        toast.success(t("created", { name: wanted }));
      },
      onError: showError,
    });
  };
  const deleteTeam = (team: Team) =>
    remove.mutate(team, {
      onSuccess: () => {
        setLeaving(null);
        toast.success(t("deleted", { name: team.name }));
      },
    });
  return (
    <Card>
      <section aria-labelledby="teams-title">
        <div className="border-b px-4 py-3">
          <h2 id="teams-title" className="font-semibold">
            {t("title")}
          </h2>
          <p className="text-muted-foreground">{t("text")}</p>
        </div>
        {teams.isError ? (
          <ErrorState compact error={teams.error} onRetry={() => void teams.refetch()} />
        ) : !teams.data ? (
          <Skeleton className="m-4 h-9" />
        ) : teams.data.length === 0 ? (
          <p className="px-4 py-4 text-muted-foreground">{t("empty")}</p>
        ) : (
          <ul className="divide-y">
            {teams.data.map((team) => (
              <TeamRow
                key={`${team.id} ${team.version}`}
                team={team}
                onRename={(next, takeBack) =>
                  rename.mutate(
                    { team, name: next },
                    {
                      onError: (error) => {
                        takeBack();
                        showError(error);
                      },
                    },
                  )
                }
                onDelete={() => {
                  remove.reset();
                  setLeaving(team);
                }}
              />
            ))}
          </ul>
        )}
        <form onSubmit={add} className="flex items-center gap-2 border-t px-4 py-3">
          <Input
            value={name}
            onChange={(event) => setName(event.target.value)}
            aria-label={t("name")}
            placeholder={t("name")}
            maxLength={MOST_LETTERS}
            className="min-w-0 flex-1 sm:max-w-xs"
          />
          <Button type="submit" variant="outline" loading={create.isPending} disabled={!name.trim()}>
            <Plus aria-hidden />
            {t("create")}
          </Button>
        </form>
      </section>
      {leaving && (
        <AlertDialog open onOpenChange={(isOpen) => !isOpen && setLeaving(null)}>
          <AlertDialogContent>
            <AlertDialogHeader>
              <AlertDialogTitle>{t("deleteTitle", { name: leaving.name })}</AlertDialogTitle>
              <AlertDialogDescription>{t("deleteText")}</AlertDialogDescription>
            </AlertDialogHeader>
            {remove.isError && (
              <p role="alert" className="text-sm text-destructive-text">
                {toMessage(remove.error)}
              </p>
            )}
            <AlertDialogFooter>
              <AlertDialogCancel>{t("cancel")}</AlertDialogCancel>
              <Button variant="destructive" loading={remove.isPending} onClick={() => deleteTeam(leaving)}>
                {t("deleteConfirm")}
              </Button>
            </AlertDialogFooter>
          </AlertDialogContent>
        </AlertDialog>
      )}
    </Card>
  );
}
