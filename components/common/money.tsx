"use client";

import { useFormat } from "@/hooks/use-format";
import type { MoneyOptions } from "@/lib/format";
import { cn } from "@/lib/utils";

export interface MoneyProps extends MoneyOptions {
  cents: number;
  /** ISO 4217. */
  currency: string;
  className?: string;
}

export function Money({ cents, currency, compact, trimZero, className }: MoneyProps) {
  const format = useFormat();
  const full = format.money(cents, currency, { trimZero });
  const shown = compact ? format.money(cents, currency, { compact, trimZero }) : full;
  return (
    <span className={cn("tabular whitespace-nowrap", className)} title={shown === full ? undefined : full}>
      {shown}
    </span>
  );
}
