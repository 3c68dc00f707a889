"use client";

import { MailCheck } from "lucide-react";
import { useTranslations } from "next-intl";
import { useForm } from "react-hook-form";

import { AuthNotice } from "@/components/auth/auth-notice";
import { EmailField } from "@/components/auth/email-field";
import { FormAlert } from "@/components/auth/form-alert";
import { Button } from "@/components/ui/button";
import { useForgotPassword } from "@/hooks/use-account";
import { useErrorMessage } from "@/hooks/use-error-message";
import { Link } from "@/i18n/navigation";
import { isEmail } from "@/lib/is-email";
import { paths } from "@/lib/paths";

export function ForgotForm({ isPersonal }: { isPersonal: boolean }) {
  const t = useTranslations("auth");
  const toMessage = useErrorMessage();
  const form = useForm({ defaultValues: { email: "" } });
  const { errors } = form.formState;
  const forgot = useForgotPassword();
  if (forgot.isSuccess) {
    return (
      <AuthNotice
        icon={MailCheck}
        title={t("forgot.sentTitle")}
        action={
          <div className="flex flex-wrap gap-2">
            <Button asChild variant="outline">
              <Link href={paths.login()}>{t("forgot.back")}</Link>
            </Button>
            <Button variant="ghost" onClick={forgot.reset}>
              {t("forgot.other")}
            </Button>
          </div>
        }
      >
        <p className="break-words">{t("forgot.sentText", { email: forgot.variables })}</p>
        <p>{t("forgot.sentHint")}</p>
      </AuthNotice>
    );
  }
  return (
    <form method="post" noValidate onSubmit={form.handleSubmit(({ email }) => forgot.mutate(email.trim()))} className="space-y-5">
      <div className="space-y-1">
        <h1 className="text-xl font-semibold tracking-tight">{t("forgot.title")}</h1>
        <p className="text-muted-foreground">{t("forgot.subtitle")}</p>
      </div>
      {forgot.isError && <FormAlert>{toMessage(forgot.error)}</FormAlert>}
      <EmailField
        isPersonal={isPersonal}
        autoFocus
        error={errors.email?.message}
        {...form.register("email", { validate: (value) => isEmail(value) || t("validation.email") })}
      />
      <Button type="submit" size="lg" className="w-full" loading={forgot.isPending}>
        {t("forgot.submit")}
      </Button>
      <p className="text-center">
        <Link href={paths.login()} className="font-medium text-primary-text underline-offset-4 hover:underline">
          {t("forgot.back")}
        </Link>
      </p>
    </form>
  );
}
