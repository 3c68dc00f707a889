"use client";

import { KeyRound, Plus } from "lucide-react";
import { useTranslations } from "next-intl";
import dynamic from "next/dynamic";
import { useState } from "react";

import { ApiKeyRow } from "@/components/api-key/api-key-row";
import { EmptyState } from "@/components/common/empty-state";
import { ErrorState } from "@/components/common/error-state";
import { LoadingRegion } from "@/components/common/loading-region";
import { SettingsCard } from "@/components/setting/settings-card";
import { Button } from "@/components/ui/button";
import { Skeleton } from "@/components/ui/skeleton";
import { useApiKeys } from "@/hooks/use-api-key";
import { useOrgContext } from "@/hooks/use-org-context";
import { flatten } from "@/lib/cached-pages";
import type { ApiKey } from "@/services/api-key";

const ApiKeyDialog = dynamic(() => import("@/containers/api-key/api-key-dialog").then((module) => module.ApiKeyDialog), { ssr: false });
const RevokeDialog = dynamic(() => import("@/containers/api-key/revoke-dialog").then((module) => module.RevokeDialog), { ssr: false });

/** Works, or works again once its maker has set up the second factor. */
const WAITING: ReadonlySet<ApiKey["status"]> = new Set(["active", "factor_required"]);

export function ApiKeys() {
  const t = useTranslations("apiKey");
  const { can } = useOrgContext();
  const list = useApiKeys();
  const [isCreating, setCreating] = useState(false);
  const [revoking, setRevoking] = useState<ApiKey | null>(null);
  const keys = flatten(list.data);
  const working = keys.filter((key) => WAITING.has(key.status));
  const former = keys.filter((key) => !WAITING.has(key.status));
  const newKey = can("api_key:write") && (
    <Button onClick={() => setCreating(true)}>
      <Plus aria-hidden />
      {t("create")}
    </Button>
  );
  return (
    <>
      <SettingsCard id="api-keys" title={t("title")} description={t("description")}>
        {list.isError ? (
          <ErrorState compact error={list.error} onRetry={() => void list.refetch()} />
        ) : !list.data ? (
          <LoadingRegion className="space-y-3 p-4">
            <Skeleton className="h-12" />
            <Skeleton className="h-12" />
          </LoadingRegion>
        ) : working.length === 0 ? (
          <EmptyState compact icon={KeyRound} title={t("empty.title")} description={t("empty.description")} action={newKey} />
        ) : (
          <>
            <ul className="divide-y">
              {working.map((key) => (
                <ApiKeyRow key={key.id} apiKey={key} onRevoke={can("api_key:write") ? () => setRevoking(key) : undefined} />
              ))}
            </ul>
            {newKey && <div className="px-4 py-3">{newKey}</div>}
          </>
        )}
      </SettingsCard>
      {former.length > 0 && (
        <section aria-labelledby="former-keys" className="space-y-2">
          <h2 id="former-keys" className="text-xs font-medium text-muted-foreground">
            {t("former")}
          </h2>
          <ul className="divide-y rounded-lg border bg-card opacity-80">
            {former.map((key) => (
              <ApiKeyRow key={key.id} apiKey={key} />
            ))}
          </ul>
        </section>
      )}
      {isCreating && <ApiKeyDialog available={list.data?.pages[0]?.available_scopes ?? []} onClose={() => setCreating(false)} />}
      {revoking && <RevokeDialog apiKey={revoking} onClose={() => setRevoking(null)} />}
    </>
  );
}
