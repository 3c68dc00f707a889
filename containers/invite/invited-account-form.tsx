"use client";

import { useLocale, useTranslations } from "next-intl";
import { useForm } from "react-hook-form";

import { FormAlert } from "@/components/auth/form-alert";
import { PasswordField } from "@/components/auth/password-field";
import { PasswordHint } from "@/components/auth/password-hint";
import { Field, fieldDescription } from "@/components/common/field";
import { Button } from "@/components/ui/button";
import { Input } from "@/components/ui/input";
import { useFieldMessage } from "@/hooks/use-error-message";
import { useRefusalOfInvite, type useAcceptInvite } from "@/hooks/use-invite";
import { ApiError } from "@/lib/api-error";
import { PASSWORD_MIN_LENGTH } from "@/lib/password-strength";
import type { InvitePreview } from "@/services/invite";

interface AccountValues {
  full_name: string;
  password: string;
}

const FIELDS = ["full_name", "password"] as const;

export interface InvitedAccountFormProps {
  accept: ReturnType<typeof useAcceptInvite>;
  invite: InvitePreview;
}

/** The few things that a new colleague's account needs beyond the address that the invite is bound to. */
export function InvitedAccountForm({ accept, invite }: InvitedAccountFormProps) {
  const t = useTranslations("auth");
  const tPassword = useTranslations("password");
  const locale = useLocale();
  const toRefusal = useRefusalOfInvite();
  const toFieldMessage = useFieldMessage();
  const form = useForm<AccountValues>({ defaultValues: { full_name: "", password: "" } });
  const { errors } = form.formState;
  const isRefusedByField = accept.error instanceof ApiError && accept.error.errors.length > 0;
  const submit = (values: AccountValues) =>
    accept.mutate(
      {
        acceptance: { ...values, locale, time_zone: Intl.DateTimeFormat().resolvedOptions().timeZone },
        anonymous: true,
      },
      {
        onError: (error) =>
          FIELDS.filter((field) => error instanceof ApiError && error.field(field)).forEach((field) =>
            form.setError(field, { message: toFieldMessage(error, field) }, { shouldFocus: true }),
          ),
      },
    );
  return (
    <form method="post" noValidate onSubmit={form.handleSubmit(submit)} className="space-y-5">
      {accept.isError && !isRefusedByField && <FormAlert>{toRefusal(accept.error, invite)}</FormAlert>}
      <Field label={t("fields.email")} htmlFor="email">
        <Input id="email" type="email" value={invite.email} readOnly autoComplete="username" className="text-muted-foreground" />
      </Field>
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
      <PasswordField
        id="password"
        label={t("fields.password")}
        autoComplete="new-password"
        error={errors.password?.message}
        hint={<PasswordHint password={form.watch("password")} known={[invite.email.split("@")[0] ?? "", invite.organization_name]} />}
        {...form.register("password", {
          required: tPassword("missing"),
          minLength: { value: PASSWORD_MIN_LENGTH, message: tPassword("short") },
        })}
      />
      <Button type="submit" size="lg" className="w-full" loading={accept.isPending || accept.isSuccess}>
        {t("invite.join", { organization: invite.organization_name })}
      </Button>
    </form>
  );
}
