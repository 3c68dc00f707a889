"use client";

import { useEffect, useState } from "react";

import { LoadingRegion } from "@/components/common/loading-region";
import { Skeleton } from "@/components/ui/skeleton";
import { useLocalizedNavigation } from "@/hooks/use-localized-navigation";
import { useOrgContext } from "@/hooks/use-org-context";
import { usePreferences } from "@/hooks/use-preferences";
import { isLanguageGuessed } from "@/lib/guessed-language";
import { paths } from "@/lib/paths";

/** Leads on to the page that the person begins their day with; the dashboard where nobody knows. */
export function StartPage() {
  const { replace, locale } = useLocalizedNavigation();
  const { user } = useOrgContext();
  // Asked before the frame takes the person's language over: leaving here must not undo that.
  const [language] = useState(() => (isLanguageGuessed() ? user.locale : locale));
  const { data: preferences, isError } = usePreferences();
  const page = preferences?.start_page ?? (isError ? "dashboard" : undefined);
  useEffect(() => {
    if (page) replace(paths[page](), { locale: language });
  }, [page, replace, language]);
  return (
    <LoadingRegion className="space-y-4 p-4 md:p-6">
      <Skeleton className="h-6 w-40" />
      <Skeleton className="h-40" />
    </LoadingRegion>
  );
}
