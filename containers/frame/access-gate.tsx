"use client";

import { Building2, ShieldAlert } from "lucide-react";
import { useTranslations } from "next-intl";
import type { ReactNode } from "react";

import { EmptyState } from "@/components/common/empty-state";
import { Button } from "@/components/ui/button";
import { useClosedCode } from "@/hooks/use-closed-code";
import { useOrgContext } from "@/hooks/use-org-context";
import { Link, usePathname } from "@/i18n/navigation";
import { paths } from "@/lib/paths";

/** What a person's account still allows while the organization's own pages are closed to them. */
const OPEN_PAGES: readonly string[] = [paths.settings(), paths.settings("security")];

/** Says what stands between a person and the organization, in place of pages that could show nothing but refusals. */
export function AccessGate({ children }: { children: ReactNode }) {
  const t = useTranslations("accessGate");
  const { organization } = useOrgContext();
  const pathname = usePathname();
  const code = useClosedCode();

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
