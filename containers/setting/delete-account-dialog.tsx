"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";

import { ErrorState } from "@/components/common/error-state";
import { Field } from "@/components/common/field";
import { LoadingRegion } from "@/components/common/loading-region";
import { PlaceLeftRow } from "@/components/setting/place-left-row";
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
import { Input } from "@/components/ui/input";
import { Skeleton } from "@/components/ui/skeleton";
import { useErrorMessage } from "@/hooks/use-error-message";
import { isUnconfirmed } from "@/hooks/use-fresh-auth";
import { useOrgContext } from "@/hooks/use-org-context";
import { useDeleteAccount, useDeletionPlan } from "@/hooks/use-personal-data";
import { toast } from "@/lib/toast";

export function DeleteAccountDialog({ onClose }: { onClose: () => void }) {
  const t = useTranslations("settings.data.delete.dialog");
  const tCommon = useTranslations("common");
  const { user } = useOrgContext();
  const toMessage = useErrorMessage();
  const plan = useDeletionPlan();
  const remove = useDeleteAccount();
  const [successors, setSuccessors] = useState<Record<string, string>>({});
  const [typed, setTyped] = useState("");
  const isBlocked = plan.data?.some((place) => place.outcome === "blocked") ?? true;
  const isConfirmed = typed.trim().toLowerCase() === user.email;
  const submit = () => {
    const chosen = Object.fromEntries(Object.entries(successors).filter(([, userId]) => userId));
    remove.mutate(chosen, { onSuccess: () => toast.success(t("done")) });
  };
  return (
    <AlertDialog open onOpenChange={(isOpen) => !isOpen && !remove.isPending && onClose()}>
      <AlertDialogContent>
        <AlertDialogHeader>
          <AlertDialogTitle>{t("title")}</AlertDialogTitle>
          <AlertDialogDescription>{t("text")}</AlertDialogDescription>
        </AlertDialogHeader>
        {plan.data ? (
          <ul className="max-h-64 divide-y overflow-y-auto rounded-md border">
            {plan.data.map((place) => (
              <PlaceLeftRow
                key={place.organization_id}
                place={place}
                successor={successors[place.organization_id] ?? ""}
                onSuccessor={(userId) => setSuccessors((current) => ({ ...current, [place.organization_id]: userId }))}
              />
            ))}
          </ul>
        ) : plan.error ? (
          <ErrorState compact error={plan.error} onRetry={() => void plan.refetch()} />
        ) : (
          <LoadingRegion>
            <Skeleton className="h-16" />
          </LoadingRegion>
        )}
        {plan.data && isBlocked && <p className="text-sm text-muted-foreground">{t("blockedHint")}</p>}
        {!isBlocked && (
          <form
            id="delete-account"
            onSubmit={(event) => {
              event.preventDefault();
              if (isConfirmed) submit();
            }}
          >
            <Field label={t("type")} htmlFor="delete-email">
              <Input
                id="delete-email"
                type="email"
                autoComplete="off"
                autoFocus
                placeholder={user.email}
                value={typed}
                onChange={(event) => setTyped(event.target.value)}
              />
            </Field>
          </form>
        )}
        {remove.isError && !isUnconfirmed(remove.error) && (
          <p role="alert" className="text-sm text-destructive-text">
            {toMessage(remove.error)}
          </p>
        )}
        <AlertDialogFooter>
          <AlertDialogCancel disabled={remove.isPending}>{tCommon("cancel")}</AlertDialogCancel>
          <Button
            type="submit"
            form="delete-account"
            variant="destructive"
            disabled={isBlocked || !isConfirmed}
            loading={remove.isPending || remove.isSuccess}
          >
            {t("submit")}
          </Button>
        </AlertDialogFooter>
      </AlertDialogContent>
    </AlertDialog>
  );
}
