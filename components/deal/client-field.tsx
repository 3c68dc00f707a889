"use client";

import { ChevronsUpDown } from "lucide-react";
import * as React from "react";

import { fieldClasses } from "@/components/ui/input";
import type { ClientOption } from "@/lib/client-option";
import { cn } from "@/lib/utils";

export interface ClientFieldProps extends Omit<React.ComponentPropsWithoutRef<"button">, "value" | "type" | "role"> {
  value: ClientOption | null;
  placeholder: string;
  error?: boolean;
  /** Where no visible label names the field. */
  label?: string;
}

/** Shows the chosen client; the list to choose from is the combobox's. */
export const ClientField = React.forwardRef<HTMLButtonElement, ClientFieldProps>(
  ({ value, placeholder, error, label, className, ...props }, ref) => (
    <button
      {...props}
      ref={ref}
      type="button"
      role="combobox"
      aria-expanded={props["aria-expanded"] ?? false}
      aria-controls={props["aria-controls"]}
      aria-haspopup="listbox"
      aria-invalid={error || undefined}
      aria-label={label && `${label}: ${value?.name ?? placeholder}`}
      className={cn(fieldClasses, "flex h-9 items-center justify-between gap-2 px-3 text-left coarse:h-11", className)}
    >
      <span className={cn("truncate", !value && "text-muted-foreground")}>{value?.name ?? placeholder}</span>
      <ChevronsUpDown className="size-4 shrink-0 text-muted-foreground" aria-hidden />
    </button>
  ),
);
ClientField.displayName = "ClientField";
