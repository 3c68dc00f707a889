"use client";

import { KeyRound } from "lucide-react";
import { useTranslations } from "next-intl";
import { useForm } from "react-hook-form";

import { FormAlert } from "@/components/auth/form-alert";
import { PROVIDER_NAMES, ProviderLogo } from "@/components/auth/provider-logo";
import { Field, fieldDescription } from "@/components/common/field";
import { Button } from "@/components/ui/button";
import { Dialog, DialogContent, DialogDescription, DialogFooter, DialogHeader, DialogTitle } from "@/components/ui/dialog";
import { Input } from "@/components/ui/input";
import { Skeleton } from "@/components/ui/skeleton";
import { useErrorMessage, useFieldMessage } from "@/hooks/use-error-message";
import { useConnections, useProofAtProvider } from "@/hooks/use-oauth";
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
  // Whoever has a second factor proves that one; whoever has neither it nor a password, the account they sign in with.
  const needsProvider = !status.enabled && !status.has_password;
  const { data: connections } = useConnections({ enabled: needsProvider });
  const providers = needsProvider ? (connections?.items ?? []).map(({ provider }) => provider) : [];
  const leave = useProofAtProvider();
  const form = useForm<{ proof: string }>({ defaultValues: { proof: "" } });
  const missing = form.formState.errors.proof?.message;
  const wrong = missing ?? toFieldMessage(prove.error, kind);
  const failure = prove.isError && !toFieldMessage(prove.error, kind) ? prove.error : (proveByPasskey.error ?? leave.error);
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
      {needsProvider && !connections && <Skeleton className="h-9" />}
      {providers.map((provider) => (
        <Button
          key={provider}
          type="button"
          variant="outline"
          className="w-full"
          disabled={leave.isPending}
          loading={(leave.isPending || leave.isSuccess) && leave.variables === provider}
          onClick={() => leave.mutate(provider)}
        >
          <ProviderLogo provider={provider} className="size-4" />
          {t("provider", { name: PROVIDER_NAMES[provider] })}
        </Button>
      ))}
      {providers.length > 0 && <p className="text-xs text-muted-foreground">{t("providerHint")}</p>}
      {!hasField && !hasPasskey && !providers.length && !(needsProvider && !connections) && (
        <p className="text-sm text-muted-foreground">{t("signInAgain")}</p>
      )}
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
