"use client";

import { useTranslations } from "next-intl";

import { ErrorState } from "@/components/common/error-state";
import { LoadingRegion } from "@/components/common/loading-region";
import { SettingRow, SettingsCard } from "@/components/setting/settings-card";
import { Skeleton } from "@/components/ui/skeleton";
import { useFormat } from "@/hooks/use-format";
import { useOrgContext } from "@/hooks/use-org-context";
import { useUsage } from "@/hooks/use-organization";
import { useSeats } from "@/hooks/use-seats";

const MEBIBYTE = 1024 * 1024;

export function UsageCard() {
  const t = useTranslations("settings.usage");
  const { hasTeams } = useOrgContext();
  const { number } = useFormat();
  const usage = useUsage();
  const seats = useSeats();
  const rows = usage.data && [
    ...(hasTeams
      ? [
          {
            name: "members",
            value: seats
              ? t("seats", { members: usage.data.members, limit: seats.limit, invites: usage.data.open_invites })
              : number(usage.data.members),
          },
        ]
      : []),
    { name: "clients", value: number(usage.data.clients) },
    { name: "deals", value: number(usage.data.deals) },
    { name: "timeline_entries", value: number(usage.data.timeline_entries) },
    { name: "storage", value: t("mebibytes", { size: number(Math.round((usage.data.storage_bytes / MEBIBYTE) * 10) / 10) }) },
  ];
  return (
    <SettingsCard id="usage" title={t("title")} description={t("description")}>
      {usage.isError ? (
        <ErrorState compact error={usage.error} onRetry={() => void usage.refetch()} />
      ) : !rows ? (
        <LoadingRegion className="space-y-3 p-4">
          <Skeleton className="h-5" />
          <Skeleton className="h-5" />
        </LoadingRegion>
      ) : (
        rows.map((row) => (
          <SettingRow key={row.name} label={t(row.name as "clients")}>
            <span className="tabular text-muted-foreground">{row.value}</span>
          </SettingRow>
        ))
      )}
    </SettingsCard>
  );
}
