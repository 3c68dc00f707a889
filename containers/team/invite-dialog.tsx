"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";

import { Field, fieldDescription } from "@/components/common/field";
import { Button } from "@/components/ui/button";
import { Dialog, DialogContent, DialogDescription, DialogFooter, DialogHeader, DialogTitle } from "@/components/ui/dialog";
import { NativeSelect } from "@/components/ui/native-select";
import { Textarea } from "@/components/ui/textarea";
import { useErrorMessage } from "@/hooks/use-error-message";
import { useInviteActions } from "@/hooks/use-invite";
import { useOrgContext } from "@/hooks/use-org-context";
import { useSeats } from "@/hooks/use-seats";
import { parseAddresses } from "@/lib/pasted-addresses";
import { outranks, ROLES } from "@/lib/roles";
import { toast } from "@/lib/toast";
import type { InviteResult } from "@/services/invite";
import type { Role } from "@/services/member";

type InvitedRole = Exclude<Role, "owner">;

const MOST = 50;
const isInvited = (role: Role): role is InvitedRole => role !== "owner";

export function InviteDialog({ onClose }: { onClose: () => void }) {
  const t = useTranslations();
  const { role: ownRole, organization } = useOrgContext();
  const toMessage = useErrorMessage();
  const { create } = useInviteActions();
  const seats = useSeats();
  const [text, setText] = useState("");
  const [role, setRole] = useState<InvitedRole>("member");
  const [refused, setRefused] = useState<InviteResult[]>([]);
  const [isTouched, setTouched] = useState(false);
  const { emails, rubbish } = parseAddresses(text);
  const problem =
    emails.length > MOST
      ? t("team.invite.tooMany", { most: MOST })
      : rubbish.length > 0
        ? t("team.invite.notAddresses", { list: rubbish.slice(0, 3).join(", ") })
        : emails.length === 0
          ? t("team.invite.none")
          : undefined;
  const error = isTouched ? problem : undefined;
  const room = seats && t("team.seats.free", { count: seats.free });
  const submit = () => {
    setTouched(true);
    if (problem) return;
    create.mutate(
      { emails, role },
      {
        onSuccess: (results) => {
          const sent = results.filter((result) => result.outcome === "invited");
          const others = results.filter((result) => result.outcome !== "invited");
          if (sent.length > 0) toast.success(t("team.invite.sent", { count: sent.length }));
          if (others.length === 0) return onClose();
          setRefused(others);
          setText("");
          setTouched(false);
        },
      },
    );
  };
  return (
    <Dialog open onOpenChange={(isOpen) => !isOpen && onClose()}>
      <DialogContent className="max-w-lg">
        <DialogHeader>
          <DialogTitle>{t("team.invite.title")}</DialogTitle>
          <DialogDescription>{t("team.invite.text", { organization: organization.name })}</DialogDescription>
        </DialogHeader>
        <div className="space-y-4">
          <Field
            label={t("team.invite.addresses")}
            htmlFor="invite-addresses"
            error={error}
            hint={
              error || emails.length === 0
                ? t("team.invite.hint")
                : [t("team.invite.count", { count: emails.length }), ...(room ? [room] : [])].join(" · ")
            }
          >
            <Textarea
              id="invite-addresses"
              rows={4}
              autoFocus
              value={text}
              spellCheck={false}
              autoCapitalize="none"
              inputMode="email"
              placeholder="bia@agencia.com.br, caio@agencia.com.br"
              aria-invalid={error ? true : undefined}
              aria-describedby={fieldDescription("invite-addresses", { error, hint: true })}
              onChange={(event) => setText(event.target.value)}
              onBlur={() => text.trim() && setTouched(true)}
            />
          </Field>
          <Field label={t("team.invite.role")} htmlFor="invite-role" hint={t(`team.role.${role}`)}>
            <NativeSelect
              id="invite-role"
              value={role}
              aria-describedby="invite-role-hint"
              onChange={(event) => setRole(event.target.value as InvitedRole)}
            >
              {ROLES.filter(isInvited).map((option) => (
                <option key={option} value={option} disabled={outranks(option, ownRole)}>
                  {t(`settings.role.${option}`)}
                </option>
              ))}
            </NativeSelect>
          </Field>
          {refused.length > 0 && (
            <div role="status" className="rounded-md border bg-surface px-3 py-2">
              <p className="font-medium">{t("team.invite.refused", { count: refused.length })}</p>
              <ul className="mt-1 space-y-0.5 text-muted-foreground">
                {refused.map((result) => (
                  <li key={result.email}>
                    <span className="text-foreground">{result.email}</span>: {t(`team.invite.outcome.${result.outcome}`)}
                  </li>
                ))}
              </ul>
            </div>
          )}
          {seats?.free === 0 && !create.isError && (
            <p role="status" className="rounded-md border border-warning/40 bg-warning/10 px-3 py-2">
              {t("team.seats.full", { limit: seats.limit })}
            </p>
          )}
          {create.isError && (
            <p role="alert" className="text-sm text-destructive-text">
              {toMessage(create.error)}
            </p>
          )}
        </div>
        <DialogFooter>
          <Button variant="ghost" className="max-md:h-11" onClick={onClose}>
            {refused.length > 0 ? t("common.close") : t("common.cancel")}
          </Button>
          <Button className="max-md:h-11" loading={create.isPending} onClick={submit}>
            {t("team.invite.submit", { count: Math.max(emails.length, 1) })}
          </Button>
        </DialogFooter>
      </DialogContent>
    </Dialog>
  );
}
