"use client";

import { useEffect } from "react";

import { LoadingRegion } from "@/components/common/loading-region";
import { Skeleton } from "@/components/ui/skeleton";
import { useLocalizedNavigation } from "@/hooks/use-localized-navigation";
import { usePreferences } from "@/hooks/use-preferences";
import { paths } from "@/lib/paths";

/** Leads on to the page that the person begins their day with; the dashboard where nobody knows. */
export function StartPage() {
  const { replace } = useLocalizedNavigation();
  const { data: preferences, isError } = usePreferences();
  const page = preferences?.start_page ?? (isError ? "dashboard" : undefined);
  useEffect(() => {
    if (page) replace(paths[page]());
  }, [page, replace]);
  return (
    <LoadingRegion className="space-y-4 p-4 md:p-6">
      <Skeleton className="h-6 w-40" />
      <Skeleton className="h-40" />
    </LoadingRegion>
  );
}
