"use client";

import { ErrorState } from "@/components/common/error-state";
import { LoadingRegion } from "@/components/common/loading-region";
import { Skeleton } from "@/components/ui/skeleton";
import { AppearanceCard } from "@/containers/setting/appearance-card";
import { FormatsCard } from "@/containers/setting/formats-card";
import { usePreferences } from "@/hooks/use-preferences";

export function PreferencesSection() {
  const { data: preferences, error, refetch } = usePreferences();
  if (preferences) {
    return (
      <>
        <AppearanceCard preferences={preferences} />
        <FormatsCard preferences={preferences} />
      </>
    );
  }
  if (error) return <ErrorState error={error} onRetry={() => void refetch()} />;
  return (
    <LoadingRegion className="space-y-6">
      <Skeleton className="h-64" />
      <Skeleton className="h-80" />
    </LoadingRegion>
  );
}
