"use client";

import { useTranslations } from "next-intl";
import { useSearchParams } from "next/navigation";
import { useForm } from "react-hook-form";

import { EmailField } from "@/components/auth/email-field";
import { FormAlert } from "@/components/auth/form-alert";
import { PasswordField } from "@/components/auth/password-field";
import { Button } from "@/components/ui/button";
import { PasskeyLogin } from "@/containers/auth/passkey-login";
import { ProviderRefusal, ProviderSignIn } from "@/containers/auth/provider-sign-in";
import { useLogin } from "@/hooks/use-auth";
import { useAuthRedirect } from "@/hooks/use-auth-redirect";
import { useErrorMessage } from "@/hooks/use-error-message";
import { useLocalizedNavigation } from "@/hooks/use-localized-navigation";
import type { LoginChallenge } from "@/hooks/use-login-step";
import { Link } from "@/i18n/navigation";
import { isEmail } from "@/lib/is-email";
import { paths } from "@/lib/paths";

interface LoginValues {
  email: string;
  password: string;
}

export interface LoginFormProps {
  /** The password is right, and a second factor is wanted. */
  onChallenge: (challenge: LoginChallenge) => void;
  /** Everybody has a workspace of their own here. */
  isPersonal: boolean;
}

export function LoginForm({ onChallenge, isPersonal }: LoginFormProps) {
  const t = useTranslations("auth");
  const { replace, prefetch } = useLocalizedNavigation();
  const next = useAuthRedirect();
  const isSentHere = useSearchParams().has("next");
  const toMessage = useErrorMessage();
  const form = useForm<LoginValues>({ defaultValues: { email: "", password: "" } });
  const { errors } = form.formState;
  const login = useLogin({
    onMutate: () => prefetch(next),
    onSuccess: (answer) =>
      "challenge_token" in answer ? onChallenge({ token: answer.challenge_token, methods: answer.methods }) : replace(next),
    onError: () => form.setFocus("password", { shouldSelect: true }),
  });
  return (
    <form
      method="post"
      noValidate
      onSubmit={form.handleSubmit(({ email, password }) => login.mutate({ email: email.trim(), password }))}
      className="space-y-5"
    >
      <div className="space-y-1">
        <h1 className="text-xl font-semibold tracking-tight">{t("login.title")}</h1>
        <p className="text-muted-foreground">
          {isSentHere ? t("login.again") : t(isPersonal ? "login.personalSubtitle" : "login.subtitle")}
        </p>
      </div>
      {login.isError ? <FormAlert>{toMessage(login.error)}</FormAlert> : <ProviderRefusal />}
      <EmailField
        isPersonal={isPersonal}
        autoFocus
        error={errors.email?.message}
        {...form.register("email", { validate: (value) => isEmail(value) || t("validation.email") })}
      />
      <PasswordField
        id="password"
        label={t("fields.password")}
        autoComplete="current-password"
        error={errors.password?.message}
        {...form.register("password", { required: t("validation.password") })}
      />
      <p className="!mt-2 text-right">
        <Link href={paths.forgot()} className="rounded-sm text-muted-foreground underline-offset-4 hover:text-foreground hover:underline">
          {t("login.forgot")}
        </Link>
      </p>
      <Button
        type="submit"
        size="lg"
        className="w-full"
        loading={login.isPending || (login.isSuccess && !("challenge_token" in login.data))}
      >
        {t("login.submit")}
      </Button>
      <PasskeyLogin onSignedIn={() => replace(next)} />
      <ProviderSignIn />
      <p className="text-center text-muted-foreground">
        {t("login.noAccount")}{" "}
        <Link href={paths.register()} className="font-medium text-primary-text underline-offset-4 hover:underline">
          {t("login.register")}
        </Link>
      </p>
    </form>
  );
}
