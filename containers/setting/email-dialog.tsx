"use client";

import { useTranslations } from "next-intl";
import { useForm } from "react-hook-form";

import { FormAlert } from "@/components/auth/form-alert";
import { Field, fieldDescription } from "@/components/common/field";
import { Button } from "@/components/ui/button";
import { Dialog, DialogContent, DialogDescription, DialogFooter, DialogHeader, DialogTitle } from "@/components/ui/dialog";
import { Input } from "@/components/ui/input";
import { useChangeEmail } from "@/hooks/use-account";
import { useErrorMessage, useFieldMessage } from "@/hooks/use-error-message";
import { isUnconfirmed } from "@/hooks/use-fresh-auth";
import { useOrgContext } from "@/hooks/use-org-context";
import { isEmail } from "@/lib/is-email";
import { toast } from "@/lib/toast";

export function EmailDialog({ onClose }: { onClose: () => void }) {
  const t = useTranslations("account.email");
  const tCommon = useTranslations("common");
  const { user } = useOrgContext();
  const toMessage = useErrorMessage();
  const toFieldMessage = useFieldMessage();
  const change = useChangeEmail();
  const form = useForm({ defaultValues: { email: "" } });
  const error = form.formState.errors.email?.message ?? toFieldMessage(change.error, "email");
  const isProven = Boolean(user.email_verified_at);
  const submit = form.handleSubmit(({ email }) =>
    change.mutate(email.trim(), {
      onSuccess: () => {
        toast.success(isProven ? t("started") : t("startedUnproven", { email: email.trim() }));
        onClose();
      },
    }),
  );
  return (
    <Dialog open onOpenChange={(isOpen) => !isOpen && onClose()}>
      <DialogContent className="max-w-md">
        <form method="post" noValidate onSubmit={(event) => void submit(event)} className="space-y-4">
          <DialogHeader>
            <DialogTitle>{t("title")}</DialogTitle>
            <DialogDescription>{isProven ? t("text", { email: user.email }) : t("textUnproven")}</DialogDescription>
          </DialogHeader>
          {change.isError && !isUnconfirmed(change.error) && !toFieldMessage(change.error, "email") && (
            <FormAlert>{toMessage(change.error)}</FormAlert>
          )}
          <Field label={t("new")} htmlFor="new-email" error={error}>
            <Input
              id="new-email"
              type="email"
              inputMode="email"
              autoComplete="email"
              autoCapitalize="none"
              autoFocus
              aria-invalid={error ? true : undefined}
              aria-describedby={fieldDescription("new-email", { error })}
              {...form.register("email", {
                validate: (value) => (!isEmail(value) ? t("wrong") : value.trim().toLowerCase() !== user.email || t("same")),
              })}
            />
          </Field>
          <DialogFooter>
            <Button type="button" variant="ghost" onClick={onClose}>
              {tCommon("cancel")}
            </Button>
            <Button type="submit" loading={change.isPending}>
              {t("submit")}
            </Button>
          </DialogFooter>
        </form>
      </DialogContent>
    </Dialog>
  );
}
