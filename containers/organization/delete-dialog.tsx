"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";

import { Field } from "@/components/common/field";
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
import { useErrorMessage } from "@/hooks/use-error-message";
import { isUnconfirmed } from "@/hooks/use-fresh-auth";
import { useOrgContext } from "@/hooks/use-org-context";
import { useDeleteOrganization } from "@/hooks/use-organization";

export function DeleteDialog({ onClose }: { onClose: () => void }) {
  const t = useTranslations("settings.ownership.deleteDialog");
  const tCommon = useTranslations("common");
  const { organization } = useOrgContext();
  const toMessage = useErrorMessage();
  const remove = useDeleteOrganization();
  const [typed, setTyped] = useState("");
  const isConfirmed = typed.trim() === organization.name.trim();
  return (
    <AlertDialog open onOpenChange={(isOpen) => !isOpen && onClose()}>
      <AlertDialogContent>
        <AlertDialogHeader>
          <AlertDialogTitle>{t("title", { name: organization.name })}</AlertDialogTitle>
          <AlertDialogDescription>{t("text")}</AlertDialogDescription>
        </AlertDialogHeader>
        <form
          id="delete-organization"
          onSubmit={(event) => {
            event.preventDefault();
            if (isConfirmed) remove.mutate();
          }}
        >
          <Field label={t("type", { name: organization.name })} htmlFor="delete-name">
            <Input id="delete-name" autoComplete="off" autoFocus value={typed} onChange={(event) => setTyped(event.target.value)} />
          </Field>
        </form>
        {remove.isError && !isUnconfirmed(remove.error) && (
          <p role="alert" className="text-sm text-destructive-text">
            {toMessage(remove.error)}
          </p>
        )}
        <AlertDialogFooter>
          <AlertDialogCancel>{tCommon("cancel")}</AlertDialogCancel>
          <Button type="submit" form="delete-organization" variant="destructive" disabled={!isConfirmed} loading={remove.isPending}>
            {t("submit")}
          </Button>
        </AlertDialogFooter>
      </AlertDialogContent>
    </AlertDialog>
  );
}
