"use client";

import { ArrowLeft, Fingerprint, MailCheck } from "lucide-react";
import { useTranslations } from "next-intl";
import { useSearchParams } from "next/navigation";
import { useState } from "react";
import { useForm } from "react-hook-form";

import { AuthNotice } from "@/components/auth/auth-notice";
import { FormAlert } from "@/components/auth/form-alert";
import { Field, fieldDescription } from "@/components/common/field";
import { Button } from "@/components/ui/button";
import { Input } from "@/components/ui/input";
import { useErrorMessage } from "@/hooks/use-error-message";
import { useLocalizedNavigation } from "@/hooks/use-localized-navigation";
import { useSecondFactor, type LoginChallenge, type LoginMethod } from "@/hooks/use-login-step";
import { ApiError } from "@/lib/api-error";
import { canUsePasskeys, PasskeyDismissed } from "@/lib/passkeys";
import { paths, safeNext } from "@/lib/paths";

export interface SecondFactorFormProps {
  challenge: LoginChallenge;
  onStartOver: () => void;
}

/** The second step: a code, a backup code or a passkey; and the way back for who lost them all. */
export function SecondFactorForm({ challenge, onStartOver }: SecondFactorFormProps) {
  const t = useTranslations("auth.secondFactor");
  const { replace } = useLocalizedNavigation();
  const next = safeNext(useSearchParams().get("next")) ?? paths.dashboard();
  const toMessage = useErrorMessage();
  const has = (method: LoginMethod) => challenge.methods.includes(method);
  const canPasskey = has("passkey") && canUsePasskeys();
  const [kind, setKind] = useState<LoginMethod>(has("code") ? "code" : canPasskey ? "passkey" : "backup_code");
  const { byCode, byPasskey, recovery } = useSecondFactor(challenge.token, () => replace(next));
  const form = useForm<{ code: string }>({ defaultValues: { code: "" } });
  const missing = form.formState.errors.code?.message;
  const failure = byCode.error ?? byPasskey.error ?? recovery.error;
  const isOver = failure instanceof ApiError && failure.code === "challenge_invalid";
  const submit = form.handleSubmit(({ code }) => byCode.mutate(code, { onError: () => form.setFocus("code", { shouldSelect: true }) }));
  const switchTo = (wanted: LoginMethod) => {
    setKind(wanted);
    byCode.reset();
    form.reset();
  };
  if (recovery.isSuccess) return <RecoverySent onStartOver={onStartOver} />;
  return (
    <form method="post" noValidate onSubmit={(event) => void submit(event)} className="space-y-5">
      <div className="space-y-1">
        <h1 className="text-xl font-semibold tracking-tight">{t("title")}</h1>
        <p className="text-muted-foreground">{t(`${kind}.text`)}</p>
      </div>
      {failure && !(failure instanceof PasskeyDismissed) && <FormAlert>{toMessage(failure)}</FormAlert>}
      {isOver ? (
        <Button size="lg" className="w-full" onClick={onStartOver}>
          {t("startOver")}
        </Button>
      ) : (
        <>
          {kind !== "passkey" && (
            <>
              <Field label={t(`${kind}.label`)} htmlFor="code" error={missing}>
                <Input
                  key={kind}
                  id="code"
                  inputMode={kind === "code" ? "numeric" : "text"}
                  autoComplete="one-time-code"
                  autoCapitalize="characters"
                  maxLength={kind === "code" ? 7 : 20}
                  autoFocus
                  placeholder={kind === "code" ? "000000" : "XXXX-XXXX-XXXX"}
                  className="tabular h-11 text-base tracking-[0.2em]"
                  aria-invalid={missing ? true : undefined}
                  aria-describedby={fieldDescription("code", { error: missing })}
                  {...form.register("code", { validate: (value) => value.replace(/[\s-]/g, "").length >= 6 || t(`${kind}.short`) })}
                />
              </Field>
              <Button type="submit" size="lg" className="w-full" loading={byCode.isPending || byCode.isSuccess}>
                {t("submit")}
              </Button>
            </>
          )}
          {canPasskey && (
            <Button
              variant={kind === "passkey" ? "default" : "outline"}
              size="lg"
              className="w-full"
              loading={byPasskey.isPending || byPasskey.isSuccess}
              onClick={() => byPasskey.mutate()}
            >
              <Fingerprint aria-hidden />
              {t("usePasskey")}
            </Button>
          )}
          <div className="flex flex-col items-center gap-1 text-center">
            {has("code") && kind !== "code" && (
              <Button variant="link" onClick={() => switchTo("code")}>
                {t("useCode")}
              </Button>
            )}
            {has("backup_code") && kind !== "backup_code" && (
              <Button variant="link" onClick={() => switchTo("backup_code")}>
                {t("useBackup")}
              </Button>
            )}
            <Button variant="link" className="text-muted-foreground" loading={recovery.isPending} onClick={() => recovery.mutate()}>
              {t("lost")}
            </Button>
          </div>
        </>
      )}
      {!isOver && (
        <Button variant="ghost" className="-ml-3" onClick={onStartOver}>
          <ArrowLeft aria-hidden />
          {t("back")}
        </Button>
      )}
    </form>
  );
}

function RecoverySent({ onStartOver }: { onStartOver: () => void }) {
  const t = useTranslations("auth.secondFactor");
  return (
    <AuthNotice
      icon={MailCheck}
      title={t("sentTitle")}
      action={
        <Button variant="outline" size="lg" className="w-full" onClick={onStartOver}>
          {t("startOver")}
        </Button>
      }
    >
      <p>{t("sentText")}</p>
    </AuthNotice>
  );
}
