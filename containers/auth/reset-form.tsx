"use client";

import { CircleCheck, Unlink } from "lucide-react";
import { useTranslations } from "next-intl";
import { useForm } from "react-hook-form";

import { AuthNotice } from "@/components/auth/auth-notice";
import { FormAlert } from "@/components/auth/form-alert";
import { PasswordField } from "@/components/auth/password-field";
import { PasswordHint } from "@/components/auth/password-hint";
import { Button } from "@/components/ui/button";
import { useLinkToken, useResetPassword } from "@/hooks/use-account";
import { useErrorMessage, useFieldMessage } from "@/hooks/use-error-message";
import { Link } from "@/i18n/navigation";
import { ApiError } from "@/lib/api-error";
import { PASSWORD_MIN_LENGTH } from "@/lib/password-strength";
import { paths } from "@/lib/paths";

export function ResetForm() {
  const t = useTranslations("auth.reset");
  const tPassword = useTranslations("password");
  const token = useLinkToken();
  const toMessage = useErrorMessage();
  const toFieldMessage = useFieldMessage();
  const form = useForm({ defaultValues: { password: "" } });
  const { errors } = form.formState;
  const reset = useResetPassword();
  const refused = reset.error instanceof ApiError ? reset.error : null;
  if (reset.isSuccess) {
    return (
      <AuthNotice
        icon={CircleCheck}
        title={t("doneTitle")}
        action={
          <Button asChild size="lg" className="w-full">
            <Link href={paths.login()}>{t("login")}</Link>
          </Button>
        }
      >
        <p className="break-words">{t("doneText", { email: reset.data.email })}</p>
      </AuthNotice>
    );
  }
  if (token === null || refused?.code === "token_invalid" || refused?.field("token")) {
    return (
      <AuthNotice
        icon={Unlink}
        title={t("invalidTitle")}
        action={
          <Button asChild size="lg" className="w-full">
            <Link href={paths.forgot()}>{t("again")}</Link>
          </Button>
        }
      >
        <p>{t("invalidText")}</p>
      </AuthNotice>
    );
  }
  const submit = form.handleSubmit(({ password }) =>
    reset.mutate(
      { token: token ?? "", password },
      {
        onError: (error) => {
          const message = toFieldMessage(error, "password");
          if (message) form.setError("password", { message }, { shouldFocus: true });
        },
      },
    ),
  );
  return (
    <form method="post" noValidate onSubmit={submit} className="space-y-5">
      <div className="space-y-1">
        <h1 className="text-xl font-semibold tracking-tight">{t("title")}</h1>
        <p className="text-muted-foreground">{t("subtitle")}</p>
      </div>
      {reset.isError && !refused?.field("password") && <FormAlert>{toMessage(reset.error)}</FormAlert>}
      <PasswordField
        id="password"
        label={t("password")}
        autoComplete="new-password"
        autoFocus
        error={errors.password?.message}
        hint={<PasswordHint password={form.watch("password")} known={[]} />}
        {...form.register("password", {
          required: tPassword("missing"),
          minLength: { value: PASSWORD_MIN_LENGTH, message: tPassword("short") },
        })}
      />
      <Button type="submit" size="lg" className="w-full" loading={reset.isPending} disabled={token === undefined}>
        {t("submit")}
      </Button>
    </form>
  );
}
