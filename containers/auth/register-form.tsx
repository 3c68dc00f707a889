"use client";

import { type Locale, useLocale, useTranslations } from "next-intl";
import { useForm, type FieldPath } from "react-hook-form";

import { EmailField } from "@/components/auth/email-field";
import { FormAlert } from "@/components/auth/form-alert";
import { PasswordField } from "@/components/auth/password-field";
import { PasswordHint } from "@/components/auth/password-hint";
import { Field, fieldDescription } from "@/components/common/field";
import { Button } from "@/components/ui/button";
import { Input } from "@/components/ui/input";
import { ProviderSignIn } from "@/containers/auth/provider-sign-in";
import { useRegistration } from "@/hooks/use-auth";
import { useErrorMessage, useFieldMessage } from "@/hooks/use-error-message";
import { useLocalizedNavigation } from "@/hooks/use-localized-navigation";
import { Link } from "@/i18n/navigation";
import { ApiError } from "@/lib/api-error";
import { isEmail } from "@/lib/is-email";
import { PASSWORD_MIN_LENGTH } from "@/lib/password-strength";
import { paths } from "@/lib/paths";

interface RegisterValues {
  full_name: string;
  email: string;
  password: string;
  organization_name: string;
}

function toRegistration({ organization_name, ...values }: RegisterValues, locale: Locale, isPersonal: boolean) {
  const person = { ...values, email: values.email.trim(), locale, time_zone: Intl.DateTimeFormat().resolvedOptions().timeZone };
  return isPersonal ? person : { ...person, organization_name };
}

const FIELDS: readonly FieldPath<RegisterValues>[] = ["full_name", "email", "password", "organization_name"];

/** isPersonal: a workspace of one's own, which is called by its owner's name. */
export function RegisterForm({ isPersonal }: { isPersonal: boolean }) {
  const t = useTranslations("auth");
  const tPassword = useTranslations("password");
  const locale = useLocale();
  const { replace, prefetch } = useLocalizedNavigation();
  const toMessage = useErrorMessage();
  const toFieldMessage = useFieldMessage();
  const form = useForm<RegisterValues>({ defaultValues: { full_name: "", email: "", password: "", organization_name: "" } });
  const { errors } = form.formState;
  const registration = useRegistration({
    onMutate: () => prefetch(paths.pipeline()),
    onSuccess: () => replace(paths.pipeline()),
    onError: (error) => {
      const refused = FIELDS.filter((field) => error instanceof ApiError && error.field(field));
      refused.forEach((field, index) => form.setError(field, { message: toFieldMessage(error, field) }, { shouldFocus: index === 0 }));
      if (error instanceof ApiError && error.code === "email_taken")
        form.setError("email", { message: t("register.emailTaken") }, { shouldFocus: true });
    },
  });
  const [email, organizationName, password] = form.watch(["email", "organization_name", "password"]);
  const isRefusedByField =
    registration.error instanceof ApiError && (registration.error.errors.length > 0 || registration.error.code === "email_taken");
  return (
    <form
      method="post"
      noValidate
      onSubmit={form.handleSubmit((values) => registration.mutate(toRegistration(values, locale, isPersonal)))}
      className="space-y-5"
    >
      <div className="space-y-1">
        <h1 className="text-xl font-semibold tracking-tight">{t("register.title")}</h1>
        <p className="text-muted-foreground">{t(isPersonal ? "register.personalSubtitle" : "register.subtitle")}</p>
      </div>
      {registration.isError && !isRefusedByField && <FormAlert>{toMessage(registration.error)}</FormAlert>}
      <Field label={t("fields.fullName")} htmlFor="full_name" error={errors.full_name?.message}>
        <Input
          id="full_name"
          autoComplete="name"
          autoFocus
          maxLength={200}
          placeholder={t("fields.fullNamePlaceholder")}
          aria-invalid={errors.full_name ? true : undefined}
          aria-describedby={fieldDescription("full_name", { error: errors.full_name })}
          {...form.register("full_name", { validate: (value) => value.trim() !== "" || t("validation.fullName") })}
        />
      </Field>
      <EmailField
        isPersonal={isPersonal}
        error={errors.email?.message}
        {...form.register("email", { validate: (value) => isEmail(value) || t("validation.email") })}
      />
      <PasswordField
        id="password"
        label={t("fields.password")}
        autoComplete="new-password"
        error={errors.password?.message}
        hint={<PasswordHint password={password} known={[email.split("@")[0] ?? "", organizationName]} />}
        {...form.register("password", {
          required: tPassword("missing"),
          minLength: { value: PASSWORD_MIN_LENGTH, message: tPassword("short") },
        })}
      />
      {!isPersonal && (
        <Field label={t("fields.organizationName")} htmlFor="organization_name" error={errors.organization_name?.message}>
          <Input
            id="organization_name"
            autoComplete="organization"
            maxLength={200}
            placeholder={t("fields.organizationPlaceholder")}
            aria-invalid={errors.organization_name ? true : undefined}
            aria-describedby={fieldDescription("organization_name", { error: errors.organization_name })}
            {...form.register("organization_name", { validate: (value) => value.trim() !== "" || t("validation.organizationName") })}
          />
        </Field>
      )}
      <Button type="submit" size="lg" className="w-full" loading={registration.isPending || registration.isSuccess}>
        {t("register.submit")}
      </Button>
      <ProviderSignIn />
      <p className="text-center text-muted-foreground">
        {t("register.hasAccount")}{" "}
        <Link href={paths.login()} className="font-medium text-primary-text underline-offset-4 hover:underline">
          {t("register.login")}
        </Link>
      </p>
    </form>
  );
}
