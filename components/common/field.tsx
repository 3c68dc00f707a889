import { useTranslations } from "next-intl";
import type { ReactNode } from "react";

import { Label } from "@/components/ui/label";
import { cn } from "@/lib/utils";

export interface FieldProps {
  label: string;
  /** Id of the control inside; its error has the id `${htmlFor}-error`, its hint `${htmlFor}-hint`. */
  htmlFor: string;
  hint?: ReactNode;
  error?: string;
  optional?: boolean;
  /** The control. Give it `aria-invalid` and fieldDescription() as `aria-describedby`. */
  children: ReactNode;
  className?: string;
}

/** What a control names in `aria-describedby` inside a Field. */
export function fieldDescription(id: string, has: { error?: unknown; hint?: unknown }): string | undefined {
  return [has.error && `${id}-error`, has.hint && `${id}-hint`].filter(Boolean).join(" ") || undefined;
}

export function Field({ label, htmlFor, hint, error, optional = false, children, className }: FieldProps) {
  const t = useTranslations("common");
  return (
    <div className={cn("space-y-1.5", className)}>
      <Label htmlFor={htmlFor} className="flex h-4 items-baseline justify-between gap-2 leading-4">
        {label}
        {optional && <span className="text-xs font-normal text-muted-foreground">{t("optional")}</span>}
      </Label>
      {children}
      {error && (
        <p id={`${htmlFor}-error`} role="alert" className="text-xs text-destructive-text">
          {error}
        </p>
      )}
      {hint && (
        <div id={`${htmlFor}-hint`} className="text-xs text-muted-foreground">
          {hint}
        </div>
      )}
    </div>
  );
}
