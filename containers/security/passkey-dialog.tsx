"use client";

import { useTranslations } from "next-intl";
import { useForm } from "react-hook-form";

import { FormAlert } from "@/components/auth/form-alert";
import { Field, fieldDescription } from "@/components/common/field";
import { Button } from "@/components/ui/button";
import { Dialog, DialogContent, DialogDescription, DialogFooter, DialogHeader, DialogTitle } from "@/components/ui/dialog";
import { Input } from "@/components/ui/input";
import { useErrorMessage } from "@/hooks/use-error-message";
import { isUnconfirmed } from "@/hooks/use-fresh-auth";
import { useTwoFactorChanges, type PasskeyInfo } from "@/hooks/use-two-factor";
import { deviceName } from "@/lib/device-name";
import { PasskeyDismissed, PasskeyKnown } from "@/lib/passkeys";

export interface PasskeyDialogProps {
  /** The one to rename; null registers a new one. */
  passkey: PasskeyInfo | null;
  onClose: () => void;
  /** With backup codes when it is the person's first factor. */
  onAdded: (backupCodes: string[] | null) => void;
}

export function PasskeyDialog({ passkey, onClose, onAdded }: PasskeyDialogProps) {
  const t = useTranslations("twoFactor.passkeys");
  const tCommon = useTranslations("common");
  const toMessage = useErrorMessage();
  const { addPasskey, renamePasskey } = useTwoFactorChanges();
  const form = useForm({ defaultValues: { name: passkey?.name ?? deviceName(navigator.userAgent) } });
  const missing = form.formState.errors.name?.message;
  const submit = form.handleSubmit(({ name }) => {
    if (passkey) renamePasskey.mutate({ id: passkey.id, name: name.trim() }, { onSuccess: onClose });
    else addPasskey.mutate(name.trim(), { onSuccess: (added) => onAdded(added.backup_codes) });
  });
  const { error } = addPasskey;
  const failure = error instanceof PasskeyDismissed ? t("dismissed") : error instanceof PasskeyKnown ? t("known") : toMessage(error);
  return (
    <Dialog open onOpenChange={(isOpen) => !isOpen && onClose()}>
      <DialogContent className="max-w-sm">
        <DialogHeader>
          <DialogTitle>{passkey ? t("renameTitle") : t("addTitle")}</DialogTitle>
          <DialogDescription>{passkey ? t("renameDescription") : t("addDescription")}</DialogDescription>
        </DialogHeader>
        <form method="post" noValidate onSubmit={(event) => void submit(event)} className="space-y-4">
          {error && !isUnconfirmed(error) && <FormAlert>{failure}</FormAlert>}
          <Field label={t("name")} htmlFor="passkey-name" error={missing}>
            <Input
              id="passkey-name"
              maxLength={60}
              autoFocus
              aria-invalid={missing ? true : undefined}
              aria-describedby={fieldDescription("passkey-name", { error: missing })}
              {...form.register("name", { validate: (value) => value.trim() !== "" || t("nameMissing") })}
            />
          </Field>
          <DialogFooter>
            <Button type="button" variant="ghost" onClick={onClose}>
              {tCommon("cancel")}
            </Button>
            <Button type="submit" loading={addPasskey.isPending || renamePasskey.isPending}>
              {passkey ? tCommon("save") : t("continue")}
            </Button>
          </DialogFooter>
        </form>
      </DialogContent>
    </Dialog>
  );
}
