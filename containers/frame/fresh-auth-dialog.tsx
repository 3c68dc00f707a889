"use client";

import { KeyRound } from "lucide-react";
import { useTranslations } from "next-intl";
import { useForm } from "react-hook-form";

import { FormAlert } from "@/components/auth/form-alert";
import { Field, fieldDescription } from "@/components/common/field";
import { Button } from "@/components/ui/button";
import { Dialog, DialogContent, DialogDescription, DialogFooter, DialogHeader, DialogTitle } from "@/components/ui/dialog";
import { Input } from "@/components/ui/input";
import { Skeleton } from "@/components/ui/skeleton";
import { useErrorMessage, useFieldMessage } from "@/hooks/use-error-message";
import { useReauthentication, useTwoFactor, type TwoFactorStatus } from "@/hooks/use-two-factor";
import { canUsePasskeys, PasskeyDismissed } from "@/lib/passkeys";
import { useFreshAuthStore } from "@/stores/fresh-auth";

/** "Is it you?" over whatever asked for it; closing it refuses. */
export function FreshAuthDialog() {
  const t = useTranslations("freshAuth");
  const settle = useFreshAuthStore((state) => state.settle);
  const { data: status } = useTwoFactor();
  return (
    <Dialog open onOpenChange={(isOpen) => !isOpen && settle(false)}>
      <DialogContent className="max-w-sm">
        <DialogHeader>
          <DialogTitle>{t("title")}</DialogTitle>
          <DialogDescription>{t("description")}</DialogDescription>
        </DialogHeader>
        {status ? <ProofForm status={status} /> : <Skeleton className="h-24" />}
      </DialogContent>
    </Dialog>
  );
}

function ProofForm({ status }: { status: TwoFactorStatus }) {
  const t = useTranslations("freshAuth");
  const tCommon = useTranslations("common");
  const settle = useFreshAuthStore((state) => state.settle);
  const toMessage = useErrorMessage();
  const toFieldMessage = useFieldMessage();
  const { prove, proveByPasskey } = useReauthentication();
  const kind = status.enabled ? "code" : "password";
  const hasField = status.enabled ? status.app_enabled_at !== null || status.backup_codes_left > 0 : status.has_password;
  const hasPasskey = status.passkeys.length > 0 && canUsePasskeys();
  const form = useForm<{ proof: string }>({ defaultValues: { proof: "" } });
  const missing = form.formState.errors.proof?.message;
  const wrong = missing ?? toFieldMessage(prove.error, kind);
  const failure = prove.isError && !toFieldMessage(prove.error, kind) ? prove.error : proveByPasskey.error;
  const submit = form.handleSubmit(({ proof }) =>
    prove.mutate(kind === "code" ? { code: proof } : { password: proof }, {
      onSuccess: () => settle(true),
      onError: () => form.setFocus("proof", { shouldSelect: true }),
    }),
  );
  return (
    <form method="post" noValidate onSubmit={(event) => void submit(event)} className="space-y-4">
      {failure && !(failure instanceof PasskeyDismissed) && <FormAlert>{toMessage(failure)}</FormAlert>}
      {hasField && (
        <Field label={t(kind)} htmlFor="fresh-proof" error={wrong} hint={kind === "code" ? t("codeHint") : undefined}>
          <Input
            id="fresh-proof"
            type={kind === "code" ? "text" : "password"}
            autoComplete={kind === "code" ? "one-time-code" : "current-password"}
            autoFocus
            aria-invalid={wrong ? true : undefined}
            aria-describedby={fieldDescription("fresh-proof", { error: wrong, hint: kind === "code" })}
            {...form.register("proof", { required: t("required") })}
          />
        </Field>
      )}
      {!hasField && !hasPasskey && <p className="text-sm text-muted-foreground">{t("signInAgain")}</p>}
      {hasPasskey && (
        <Button
          type="button"
          variant={hasField ? "outline" : "default"}
          className="w-full"
          loading={proveByPasskey.isPending}
          onClick={() => proveByPasskey.mutate(undefined, { onSuccess: () => settle(true) })}
        >
          <KeyRound aria-hidden />
          {t("passkey")}
        </Button>
      )}
      <DialogFooter>
        <Button type="button" variant="ghost" onClick={() => settle(false)}>
          {tCommon("cancel")}
        </Button>
        {hasField && (
          <Button type="submit" loading={prove.isPending}>
            {t("submit")}
          </Button>
        )}
      </DialogFooter>
    </form>
  );
}
