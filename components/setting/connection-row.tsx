import { useTranslations } from "next-intl";

import { PROVIDER_NAMES, ProviderLogo } from "@/components/auth/provider-logo";
import { RelativeTime } from "@/components/common/relative-time";
import { Button } from "@/components/ui/button";
import type { components } from "@/types/api";

type Connection = components["schemas"]["Connection"];

export interface ConnectionRowProps {
  provider: Connection["provider"];
  connection: Connection | undefined;
  isBusy: boolean;
  onConnect: () => void;
  onDisconnect: () => void;
}

export function ConnectionRow({ provider, connection, isBusy, onConnect, onDisconnect }: ConnectionRowProps) {
  const t = useTranslations("settings.connections");
  const name = PROVIDER_NAMES[provider];
  return (
    <div className="flex flex-wrap items-center gap-x-4 gap-y-3 px-4 py-3.5 sm:flex-nowrap">
      <span className="flex size-9 shrink-0 items-center justify-center rounded-md border bg-surface">
        <ProviderLogo provider={provider} className="size-4" />
      </span>
      <div className="min-w-0 flex-1 basis-48">
        <p className="font-medium">{name}</p>
        <p className="truncate text-muted-foreground">
          {connection ? (
            <>
              {connection.email} · {t.rich("used", { time: () => <RelativeTime value={connection.last_used_at} /> })}
            </>
          ) : (
            t("none")
          )}
        </p>
      </div>
      <Button
        variant="outline"
        loading={isBusy}
        onClick={connection ? onDisconnect : onConnect}
        aria-label={t(connection ? "disconnectNamed" : "connectNamed", { name })}
      >
        {t(connection ? "disconnect" : "connect")}
      </Button>
    </div>
  );
}
