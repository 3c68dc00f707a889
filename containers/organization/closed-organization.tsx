"use client";

import { RotateCcw } from "lucide-react";
import { useTranslations } from "next-intl";

import { Button } from "@/components/ui/button";
import { OrganizationLogo } from "@/containers/organization/organization-logo";
import { useFormat } from "@/hooks/use-format";
import { useMyOrganizations, useRestoreOrganization, useSwitchOrganization } from "@/hooks/use-my-organizations";
import { useOrgContext } from "@/hooks/use-org-context";
import { useSignOut } from "@/hooks/use-sign-out";

/** What is left of a deleted organization for its owner: until when it can come back, and how. */
export function ClosedOrganization() {
  const t = useTranslations("organizations.closed");
  const tNav = useTranslations("nav");
  const { organization } = useOrgContext();
  const { date } = useFormat();
  const { data } = useMyOrganizations();
  const restore = useRestoreOrganization();
  const change = useSwitchOrganization();
  const signOut = useSignOut();
  const open = data?.filter((candidate) => !candidate.purge_at) ?? [];
  return (
    <main className="flex min-h-dvh flex-col items-center justify-center gap-5 p-6 text-center">
      <OrganizationLogo organization={organization} className="size-12 rounded-xl text-xl opacity-60 grayscale" />
      <div className="max-w-md space-y-2">
        <h1 className="text-xl font-semibold tracking-tight">{t("title", { name: organization.name })}</h1>
        <p className="text-balance text-muted-foreground">{t("text", { date: date(organization.purge_at ?? "", "long") })}</p>
      </div>
      <div className="flex flex-wrap justify-center gap-2">
        <Button size="lg" loading={restore.isPending || restore.isSuccess} onClick={() => restore.mutate(organization.id)}>
          <RotateCcw aria-hidden />
          {t("restore")}
        </Button>
        {open.map((candidate) => (
          <Button
            key={candidate.id}
            size="lg"
            variant="outline"
            disabled={change.isPending}
            onClick={() => change.mutate({ organizationId: candidate.id })}
          >
            {t("goTo", { name: candidate.name })}
          </Button>
        ))}
        <Button size="lg" variant="ghost" onClick={signOut}>
          {tNav("signOut")}
        </Button>
      </div>
    </main>
  );
}
