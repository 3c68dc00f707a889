"use client";

import { useQuery, useQueryClient } from "@tanstack/react-query";
import { Building2, ShieldAlert } from "lucide-react";
import { useTranslations } from "next-intl";
import { useEffect, type ReactNode } from "react";

import { EmptyState } from "@/components/common/empty-state";
import { Button } from "@/components/ui/button";
import { useOrgContext } from "@/hooks/use-org-context";
import { Link, usePathname } from "@/i18n/navigation";
import { ApiError } from "@/lib/api-error";
import { paths } from "@/lib/paths";
import { organizationService } from "@/services/organization";

const CLOSED_CODES = ["factor_required", "organization_closed"] as const;
type ClosedCode = (typeof CLOSED_CODES)[number];

/** What a person's account still allows while the organization's own pages are closed to them. */
const OPEN_PAGES: readonly string[] = [paths.settings(), paths.settings("security")];

function closedCode(error: unknown): ClosedCode | undefined {
  return error instanceof ApiError ? CLOSED_CODES.find((code) => code === error.code) : undefined;
}

/** Says what stands between a person and the organization, in place of pages that could show nothing but refusals. */
export function AccessGate({ children }: { children: ReactNode }) {
  const t = useTranslations("accessGate");
  const { organizationId, organization } = useOrgContext();
  const queryClient = useQueryClient();
  const pathname = usePathname();
  const { error } = useQuery({
    queryKey: ["organization", organizationId, "features"],
    queryFn: ({ signal }) => organizationService.getFeatures(signal),
    staleTime: 5 * 60_000,
    // Until somebody opens it again, here or elsewhere.
    refetchInterval: (query) => (closedCode(query.state.error) ? 5_000 : false),
  });
  const code = closedCode(error);

  useEffect(
    () =>
      queryClient.getQueryCache().subscribe(({ type, query }) => {
        // Closed while somebody works: the first refusal anywhere asks whether all of it is.
        const isRefused = type === "updated" && closedCode(query.state.error) !== undefined;
        const features = queryClient.getQueryState(["organization", organizationId, "features"]);
        if (isRefused && features?.status === "success" && features.fetchStatus === "idle") {
          void queryClient.invalidateQueries({ queryKey: ["organization", organizationId, "features"] });
        }
      }),
    [queryClient, organizationId],
  );

  if (!code || OPEN_PAGES.includes(pathname)) return children;
  return (
    <EmptyState
      className="flex-1"
      icon={code === "factor_required" ? ShieldAlert : Building2}
      title={t(`${code}.title`, { organization: organization.name })}
      description={t(`${code}.description`)}
      action={
        <Button asChild>
          <Link href={code === "factor_required" ? paths.settings("security") : paths.settings()}>{t(`${code}.action`)}</Link>
        </Button>
      }
    />
  );
}
