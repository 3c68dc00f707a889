"use client";

import { Eye, EyeOff } from "lucide-react";
import { useTranslations } from "next-intl";
import { forwardRef, useState, type ComponentPropsWithoutRef, type ReactNode } from "react";

import { Field, fieldDescription } from "@/components/common/field";
import { Input } from "@/components/ui/input";

export interface PasswordFieldProps extends Omit<ComponentPropsWithoutRef<"input">, "type" | "id"> {
  id: string;
  label: string;
  error?: string;
  hint?: ReactNode;
}

export const PasswordField = forwardRef<HTMLInputElement, PasswordFieldProps>(({ id, label, error, hint, ...props }, ref) => {
  const t = useTranslations("password");
  const [isShown, setShown] = useState(false);
  return (
    <Field label={label} htmlFor={id} error={error} hint={hint}>
      <div className="relative">
        <Input
          ref={ref}
          id={id}
          type={isShown ? "text" : "password"}
          className="pr-10"
          autoCapitalize="none"
          spellCheck={false}
          aria-invalid={error ? true : undefined}
          aria-describedby={fieldDescription(id, { error, hint })}
          {...props}
        />
        <button
          type="button"
          onClick={() => setShown((value) => !value)}
          aria-label={isShown ? t("hide") : t("show")}
          className="absolute inset-y-0 right-0 flex w-10 items-center justify-center rounded-md text-muted-foreground hover:text-foreground"
        >
          {isShown ? <EyeOff className="size-4" aria-hidden /> : <Eye className="size-4" aria-hidden />}
        </button>
      </div>
    </Field>
  );
});
PasswordField.displayName = "PasswordField";
