"use client";

import { useTranslations } from "next-intl";

import { usePasswordStrength } from "@/hooks/use-password-strength";
import { PASSWORD_MIN_LENGTH } from "@/lib/password-strength";
import { cn } from "@/lib/utils";

const FILLED = { short: 0, obvious: 1, fair: 2, good: 3, strong: 4 } as const;

export interface PasswordHintProps {
  password: string;
  /** Names that everybody knows of the account. */
  known: readonly string[];
}

export function PasswordHint({ password, known }: PasswordHintProps) {
  const t = useTranslations("password.strength");
  const strength = usePasswordStrength(password, known);
  if (!password) return <>{t("hint")}</>;
  const filled = FILLED[strength];
  return (
    <span className="flex items-center gap-2" aria-live="polite">
      <span className="grid w-24 grid-cols-4 gap-1" aria-hidden>
        {[1, 2, 3, 4].map((step) => (
          <span
            key={step}
            className={cn(
              "h-1 rounded-full bg-muted transition-colors",
              step <= filled && (filled === 1 ? "bg-destructive" : filled === 2 ? "bg-warning" : "bg-success"),
            )}
          />
        ))}
      </span>
      <span>{strength === "short" ? t("missing", { count: PASSWORD_MIN_LENGTH - password.length }) : t(strength)}</span>
    </span>
  );
}
