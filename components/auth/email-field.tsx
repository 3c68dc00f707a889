"use client";

import { useTranslations } from "next-intl";
import { forwardRef, type ComponentPropsWithoutRef } from "react";

import { Field, fieldDescription } from "@/components/common/field";
import { Input } from "@/components/ui/input";

export interface EmailFieldProps extends Omit<ComponentPropsWithoutRef<"input">, "type" | "id"> {
  error?: string;
  /** Where everybody has a workspace of their own, the address needn't be one of work. */
  isPersonal: boolean;
}

/** The address that somebody signs in with. */
export const EmailField = forwardRef<HTMLInputElement, EmailFieldProps>(({ error, isPersonal, ...props }, ref) => {
  const t = useTranslations("auth.fields");
  return (
    <Field label={t(isPersonal ? "personalEmail" : "email")} htmlFor="email" error={error}>
      <Input
        ref={ref}
        id="email"
        type="email"
        inputMode="email"
        autoComplete="username"
        autoCapitalize="none"
        placeholder={t(isPersonal ? "personalEmailPlaceholder" : "emailPlaceholder")}
        aria-invalid={error ? true : undefined}
        aria-describedby={fieldDescription("email", { error })}
        {...props}
      />
    </Field>
  );
});
EmailField.displayName = "EmailField";
