"use client";

import { useTranslations } from "next-intl";
import { useForm, type FieldPath } from "react-hook-form";

import { FormAlert } from "@/components/auth/form-alert";
import { PasswordField } from "@/components/auth/password-field";
import { PasswordHint } from "@/components/auth/password-hint";
import { SettingsCard } from "@/components/setting/settings-card";
import { Button } from "@/components/ui/button";
import { useChangePassword, useForgotPassword } from "@/hooks/use-account";
import { useErrorMessage, useFieldMessage } from "@/hooks/use-error-message";
import { useErrorToast } from "@/hooks/use-error-toast";
import { useOrgContext } from "@/hooks/use-org-context";
import { useTwoFactor } from "@/hooks/use-two-factor";
import { Link } from "@/i18n/navigation";
import { ApiError } from "@/lib/api-error";
import { PASSWORD_MIN_LENGTH } from "@/lib/password-strength";
import { paths } from "@/lib/paths";
import { toast } from "@/lib/toast";

interface PasswordValues {
  current_password: string;
  new_password: string;
}

const FIELDS: readonly FieldPath<PasswordValues>[] = ["current_password", "new_password"];

export function PasswordCard() {
  const t = useTranslations("account.password");
  const { data: factors } = useTwoFactor();
  return (
    <SettingsCard id="password" title={t("title")} description={t("description")}>
      {factors?.has_password === false ? <NoPassword /> : <PasswordForm />}
    </SettingsCard>
  );
}

/** Whoever signs in through a provider sets a password by a mailed link. */
function NoPassword() {
  const t = useTranslations("account.password");
  const { user } = useOrgContext();
  const showError = useErrorToast();
  const forgot = useForgotPassword();
  const send = () => forgot.mutate(user.email, { onSuccess: () => toast.success(t("mailed", { email: user.email })), onError: showError });
  return (
    <div className="flex flex-col items-start gap-3 p-4 sm:flex-row sm:items-center sm:justify-between">
      <p className="text-muted-foreground">{t("none")}</p>
      <Button variant="outline" loading={forgot.isPending} disabled={forgot.isSuccess} onClick={send}>
        {t("mailLink")}
      </Button>
    </div>
  );
}

function PasswordForm() {
  const t = useTranslations("account.password");
  const tPassword = useTranslations("password");
  const { user, organization } = useOrgContext();
  const toMessage = useErrorMessage();
  const toFieldMessage = useFieldMessage();
  const change = useChangePassword();
  const form = useForm<PasswordValues>({ defaultValues: { current_password: "", new_password: "" } });
  const { errors } = form.formState;
  const isRefusedByField = change.error instanceof ApiError && change.error.errors.length > 0;
  const submit = form.handleSubmit((values) =>
    change.mutate(values, {
      onSuccess: () => {
        form.reset();
        toast.success(t("done"));
      },
      onError: (error) => {
        const refused = FIELDS.filter((field) => error instanceof ApiError && error.field(field));
        refused.forEach((field, index) => form.setError(field, { message: toFieldMessage(error, field) }, { shouldFocus: index === 0 }));
      },
    }),
  );
  return (
    <form method="post" noValidate onSubmit={(event) => void submit(event)} className="max-w-sm space-y-4 p-4">
      {change.isError && !isRefusedByField && <FormAlert>{toMessage(change.error)}</FormAlert>}
      {/* Password managers save the new password under this name. */}
      <input type="email" name="username" autoComplete="username" value={user.email} readOnly hidden />
      <PasswordField
        id="current-password"
        label={t("current")}
        autoComplete="current-password"
        error={errors.current_password?.message}
        hint={
          <Link href={paths.forgot()} className="font-medium text-primary-text underline-offset-4 hover:underline">
            {t("forgot")}
          </Link>
        }
        {...form.register("current_password", { required: t("currentMissing") })}
      />
      <PasswordField
        id="new-password"
        label={t("new")}
        autoComplete="new-password"
        error={errors.new_password?.message}
        hint={<PasswordHint password={form.watch("new_password")} known={[user.email.split("@")[0] ?? "", organization.name]} />}
        {...form.register("new_password", {
          required: tPassword("missing"),
          minLength: { value: PASSWORD_MIN_LENGTH, message: tPassword("short") },
        })}
      />
      <Button type="submit" loading={change.isPending}>
        {t("submit")}
      </Button>
    </form>
  );
}
