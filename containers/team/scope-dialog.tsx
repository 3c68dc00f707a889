"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";

import { Field, fieldDescription } from "@/components/common/field";
import { Button } from "@/components/ui/button";
import { Dialog, DialogContent, DialogDescription, DialogFooter, DialogHeader, DialogTitle } from "@/components/ui/dialog";
import { NativeSelect } from "@/components/ui/native-select";
import { RadioGroup, RadioGroupItem } from "@/components/ui/radio-group";
import { useErrorMessage } from "@/hooks/use-error-message";
import { useOrgContext } from "@/hooks/use-org-context";
import { useChangeScope, useTeams } from "@/hooks/use-team";
import { toast } from "@/lib/toast";
import type { Member, RecordScope } from "@/services/member";

const SCOPES = ["all", "team", "own"] as const satisfies readonly RecordScope[];

export interface ScopeDialogProps {
  member: Member;
  onClose: () => void;
}

/** What a member sees of clients and deals, and the team that they are in. */
export function ScopeDialog({ member, onClose }: ScopeDialogProps) {
  const t = useTranslations("team.scope");
  const tErrors = useTranslations("errors");
  const tCommon = useTranslations("common");
  const { organization } = useOrgContext();
  const { data: teams = [] } = useTeams();
  const toMessage = useErrorMessage();
  const change = useChangeScope();
  const [scope, setScope] = useState<RecordScope>(member.record_scope);
  const [teamId, setTeamId] = useState(member.team_id ?? "");
  const [isTouched, setTouched] = useState(false);
  const seesAll = member.role === "owner" || member.role === "admin";
  const isTeamMissing = scope === "team" && !teamId;
  const error = isTouched && isTeamMissing ? tErrors("team_missing") : undefined;
  const team = teams.find(({ id }) => id === teamId)?.name ?? "";
  const save = () => {
    setTouched(true);
    if (isTeamMissing) return;
    change.mutate(
      { userId: member.user_id, record_scope: scope, team_id: teamId || null },
      {
        onSuccess: () => {
          const seen = scope === "all" ? t("savedAll") : scope === "own" ? t("savedOwn") : t("savedTeam", { team });
          toast.success(t("saved", { name: member.full_name, scope: seen }));
          onClose();
        },
      },
    );
  };
  return (
    <Dialog open onOpenChange={(isOpen) => !isOpen && onClose()}>
      <DialogContent className="max-w-md">
        <DialogHeader>
          <DialogTitle>{t("title", { name: member.full_name })}</DialogTitle>
          <DialogDescription>{seesAll ? t("admins") : t("text")}</DialogDescription>
        </DialogHeader>
        <div className="space-y-4">
          <RadioGroup value={scope} onValueChange={(value) => setScope(value as RecordScope)} disabled={seesAll} className="gap-1">
            {SCOPES.map((option) => (
              <label
                key={option}
                className="flex cursor-pointer items-start gap-3 rounded-md px-2 py-2 hover:bg-accent/60 has-[:disabled]:cursor-not-allowed has-[:disabled]:opacity-60"
              >
                <RadioGroupItem value={option} className="mt-0.5" aria-describedby={`scope-${option}`} aria-label={t(option)} />
                <span className="min-w-0">
                  <span className="block font-medium">{t(option)}</span>
                  <span id={`scope-${option}`} className="block text-muted-foreground">
                    {t(`${option}Hint`, { organization: organization.name })}
                  </span>
                </span>
              </label>
            ))}
          </RadioGroup>
          <Field label={t("choose")} htmlFor="team-of-scope" error={error}>
            <NativeSelect
              id="team-of-scope"
              value={teamId}
              aria-invalid={error ? true : undefined}
              aria-describedby={fieldDescription("team-of-scope", { error })}
              onChange={(event) => setTeamId(event.target.value)}
            >
              <option value="">{t("none")}</option>
              {teams.map(({ id, name }) => (
                <option key={id} value={id}>
                  {name}
                </option>
              ))}
            </NativeSelect>
          </Field>
          {change.isError && (
            <p role="alert" className="text-sm text-destructive-text">
              {toMessage(change.error)}
            </p>
          )}
        </div>
        <DialogFooter>
          <Button variant="ghost" className="max-md:h-11" onClick={onClose}>
            {tCommon("cancel")}
          </Button>
          <Button className="max-md:h-11" loading={change.isPending} onClick={save}>
            {t("save")}
          </Button>
        </DialogFooter>
      </DialogContent>
    </Dialog>
  );
}
