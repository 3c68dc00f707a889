"use client";

import { useTranslations } from "next-intl";

import { ErrorState } from "@/components/common/error-state";
import { LoadingRegion } from "@/components/common/loading-region";
import { NotificationMatrix, type NotificationEvent } from "@/components/setting/notification-matrix";
import { QuietHoursRows } from "@/components/setting/quiet-hours-rows";
import { SettingsCard } from "@/components/setting/settings-card";
import { Skeleton } from "@/components/ui/skeleton";
import { useFirstWeekday } from "@/hooks/use-formats";
import { useOrgContext } from "@/hooks/use-org-context";
import { usePreferences, useUpdatePreferences } from "@/hooks/use-preferences";
import { zoneName } from "@/lib/time-zones";

/** Where one works alone, nobody assigns, wins or joins but oneself. */
const ALONE: readonly NotificationEvent[] = ["import.finished", "api_key.expiring"];

export function NotificationsSection() {
  const t = useTranslations("settings.notifications");
  const { isPersonal, can } = useOrgContext();
  const firstWeekday = useFirstWeekday();
  const { data: preferences, error, refetch } = usePreferences();
  const { mutate } = useUpdatePreferences();
  if (!preferences) {
    if (error) return <ErrorState error={error} onRetry={() => void refetch()} />;
    return (
      <LoadingRegion className="space-y-6">
        <Skeleton className="h-96" />
        <Skeleton className="h-40" />
      </LoadingRegion>
    );
  }
  return (
    <>
      <SettingsCard id="events" title={t("what")} description={t("whatHint")}>
        <NotificationMatrix
          events={(isPersonal ? ALONE : (Object.keys(preferences.notifications) as NotificationEvent[])).filter(
            (event) => event !== "api_key.expiring" || can("api_key:read"),
          )}
          choices={preferences.notifications}
          onChange={(event, channel, isOn) => mutate({ notifications: { [event]: { [channel]: isOn } } })}
        />
      </SettingsCard>
      <SettingsCard id="quiet-hours" title={t("quiet.title")} description={t("quiet.hint", { zone: zoneName(preferences.time_zone) })}>
        <QuietHoursRows value={preferences.quiet_hours} firstWeekday={firstWeekday} onChange={(quiet_hours) => mutate({ quiet_hours })} />
      </SettingsCard>
    </>
  );
}
