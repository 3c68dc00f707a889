"use client";

import { useTranslations } from "next-intl";

import { PROVIDER_NAMES } from "@/components/auth/provider-logo";
import { ErrorState } from "@/components/common/error-state";
import { ConnectionRow } from "@/components/setting/connection-row";
import { SettingsCard } from "@/components/setting/settings-card";
import { useConnect, useConnections, useDisconnect, useProviderReturn } from "@/hooks/use-oauth";
import { toast } from "@/lib/toast";
import type { Provider } from "@/services/oauth";

/** Accounts elsewhere that open this one; not there where no provider is set up. */
export function ConnectionsCard() {
  const t = useTranslations("settings.connections");
  const { data, error, refetch } = useConnections();
  const connect = useConnect();
  const disconnect = useDisconnect();
  useProviderReturn((provider) => toast.success(t("connected", { name: PROVIDER_NAMES[provider as Provider] ?? provider })));
  if (data && data.available.length === 0 && data.items.length === 0) return null;
  const providers = data ? [...new Set([...data.available, ...data.items.map((item) => item.provider)])].sort() : [];
  return (
    <SettingsCard id="connections" title={t("title")} description={t("description")}>
      {error ? <ErrorState compact error={error} onRetry={() => void refetch()} /> : null}
      {providers.map((provider) => (
        <ConnectionRow
          key={provider}
          provider={provider}
          connection={data?.items.find((item) => item.provider === provider)}
          isBusy={[connect, disconnect].some((mutation) => mutation.isPending && mutation.variables === provider)}
          onConnect={() => connect.mutate(provider)}
          onDisconnect={() =>
            disconnect.mutate(provider, { onSuccess: () => toast.success(t("disconnected", { name: PROVIDER_NAMES[provider] })) })
          }
        />
      ))}
    </SettingsCard>
  );
}
