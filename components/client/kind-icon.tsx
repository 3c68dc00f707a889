import { Building2, User } from "lucide-react";
import { useTranslations } from "next-intl";

import { cn } from "@/lib/utils";
import type { ClientKind } from "@/services/client";

/** A small tile that tells companies from people, also to those who can't see it. */
export function KindIcon({ kind, className }: { kind: ClientKind; className?: string }) {
  const t = useTranslations("client");
  const Icon = kind === "company" ? Building2 : User;
  return (
    <span
      title={t(`kind.${kind}`)}
      className={cn("flex size-7 shrink-0 items-center justify-center rounded-md border bg-surface text-muted-foreground", className)}
    >
      <Icon className="size-3.5" aria-hidden />
      <span className="sr-only">{t(`kind.${kind}`)}</span>
    </span>
  );
}
