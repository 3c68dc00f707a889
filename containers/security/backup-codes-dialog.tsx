"use client";

import { useTranslations } from "next-intl";

import { BackupCodes } from "@/components/security/backup-codes";
import { Button } from "@/components/ui/button";
import { Dialog, DialogContent, DialogDescription, DialogFooter, DialogHeader, DialogTitle } from "@/components/ui/dialog";
import { useOrgContext } from "@/hooks/use-org-context";

export interface BackupCodesDialogProps {
  codes: readonly string[];
  onClose: () => void;
}

/** Left only by its button: a stray click must not lose what is shown this once. */
export function BackupCodesDialog({ codes, onClose }: BackupCodesDialogProps) {
  const t = useTranslations("twoFactor.codes");
  const { user } = useOrgContext();
  return (
    <Dialog open>
      <DialogContent hideClose className="max-w-md" onEscapeKeyDown={(event) => event.preventDefault()}>
        <DialogHeader>
          <DialogTitle>{t("title")}</DialogTitle>
          <DialogDescription>{t("description")}</DialogDescription>
        </DialogHeader>
        <BackupCodes codes={codes} email={user.email} />
        <DialogFooter>
          <Button onClick={onClose}>{t("kept")}</Button>
        </DialogFooter>
      </DialogContent>
    </Dialog>
  );
}
