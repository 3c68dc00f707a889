"use client";

import { ShieldAlert } from "lucide-react";
import { useTranslations } from "next-intl";

import { Button } from "@/components/ui/button";
import { useFactorDemand } from "@/hooks/use-factor-demand";
import { useFormat } from "@/hooks/use-format";
import { Link, usePathname } from "@/i18n/navigation";
import { paths } from "@/lib/paths";

/** Until when a second factor must be set up; after that the gate stands in place of the pages. */
export function FactorBar() {
  const t = useTranslations("twoFactor");
  const { date } = useFormat();
  const pathname = usePathname();
  const demand = useFactorDemand();
  if (!demand?.grace_until || pathname === paths.settings("security")) return null;
  return (
    <div role="status" className="flex flex-wrap items-center gap-x-3 gap-y-1 border-b bg-warning/10 px-4 py-1.5 text-sm">
      <ShieldAlert className="size-4 shrink-0 text-warning-text" aria-hidden />
      <p className="min-w-0 flex-1">
        {t("demandedUntil", { organization: demand.organization_name, date: date(demand.grace_until, "long") })}
      </p>
      <Button asChild size="sm" variant="outline">
        <Link href={paths.settings("security")}>{t("app.setUp")}</Link>
      </Button>
    </div>
  );
}
