"use client";

import { KeyRound } from "lucide-react";
import { useTranslations } from "next-intl";

import { Badge, type BadgeProps } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { useFormat } from "@/hooks/use-format";
import type { ApiKey } from "@/services/api-key";

const VARIANTS: Record<ApiKey["status"], BadgeProps["variant"]> = {
  active: "success",
  expired: "warning",
  revoked: "secondary",
  creator_left: "secondary",
  password_reset: "secondary",
  factor_required: "warning",
};

export interface ApiKeyRowProps {
  apiKey: ApiKey;
  /** Absent for who may not. */
  onRevoke?: () => void;
}

export function ApiKeyRow({ apiKey, onRevoke }: ApiKeyRowProps) {
  const t = useTranslations("apiKey");
  const format = useFormat();
  const created = format.relative(apiKey.created_at);
  const facts = [
    apiKey.created_by_name ? t("createdBy", { name: apiKey.created_by_name, when: created }) : t("createdAt", { when: created }),
    apiKey.last_used_at ? t("lastUsed", { when: format.relative(apiKey.last_used_at) }) : t("neverUsed"),
    apiKey.expires_at ? t("expires", { date: format.date(apiKey.expires_at, "medium") }) : t("neverExpires"),
  ];
  return (
    <li className="flex items-start gap-3 px-4 py-3">
      <KeyRound className="mt-0.5 size-4 shrink-0 text-muted-foreground" aria-hidden />
      <div className="min-w-0 flex-1 space-y-1">
        <div className="flex flex-wrap items-center gap-x-2 gap-y-1">
          <span className="min-w-0 break-words font-medium">{apiKey.name}</span>
          <Badge variant={VARIANTS[apiKey.status]}>{t(`status.${apiKey.status}`)}</Badge>
        </div>
        <p className="flex flex-wrap items-center gap-x-2 text-xs text-muted-foreground">
          <code className="rounded bg-secondary px-1 py-0.5">{apiKey.prefix}…</code>
          <span title={apiKey.scopes.join(", ")}>{t("scopeCount", { count: apiKey.scopes.length })}</span>
        </p>
        <p className="text-xs text-muted-foreground">{facts.join(" · ")}</p>
      </div>
      {onRevoke && (
        <Button
          variant="outline"
          size="sm"
          className="shrink-0 text-destructive-text"
          aria-label={t("revoke.label", { name: apiKey.name })}
          onClick={onRevoke}
        >
          {t("revoke.action")}
        </Button>
      )}
    </li>
  );
}
