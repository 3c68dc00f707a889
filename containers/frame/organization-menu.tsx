"use client";

import { useTranslations } from "next-intl";
import dynamic from "next/dynamic";
import { useState } from "react";

import { OrganizationItem, OrganizationSwitcher, OrganizationTitle } from "@/components/frame/organization-switcher";
import { OrganizationMark } from "@/components/organization/organization-mark";
import { Skeleton } from "@/components/ui/skeleton";
import { useLocalizedNavigation } from "@/hooks/use-localized-navigation";
import { useMyOrganizations, useRestoreOrganization, useSwitchOrganization } from "@/hooks/use-my-organizations";
import { useOrgContext } from "@/hooks/use-org-context";
import { paths } from "@/lib/paths";

const CreateOrganizationDialog = dynamic(
  () => import("@/containers/organization/create-organization-dialog").then((module) => module.CreateOrganizationDialog),
  { ssr: false },
);

/** Which organization this is, and the way to the person's others; one's own workspace has none. */
export function OrganizationMenu({ isCompact }: { isCompact: boolean }) {
  const { organization, hasTeams, features } = useOrgContext();
  const { push } = useLocalizedNavigation();
  const [isCreating, setCreating] = useState(false);
  if (features?.saas_mode === "B2C" || (!features && organization.is_personal)) {
    return (
      <div className="flex h-10 items-center gap-2.5 px-1.5">
        <OrganizationMark name={organization.name} color={organization.brand_color} />
        {!isCompact && <OrganizationTitle organization={organization} />}
      </div>
    );
  }
  return (
    <>
      <OrganizationSwitcher
        organization={organization}
        isCompact={isCompact}
        onTeam={hasTeams ? () => push(paths.team()) : undefined}
        onSettings={() => push(paths.settings("organization"))}
        onCreate={() => setCreating(true)}
      >
        <OrganizationList />
      </OrganizationSwitcher>
      {isCreating && <CreateOrganizationDialog onClose={() => setCreating(false)} />}
    </>
  );
}

function OrganizationList() {
  const t = useTranslations("common");
  const { organizationId } = useOrgContext();
  const { data: organizations, isError } = useMyOrganizations();
  const change = useSwitchOrganization();
  const restore = useRestoreOrganization();
  if (isError) return <p className="px-2 py-1.5 text-sm text-muted-foreground">{t("failed")}</p>;
  if (!organizations) return <Skeleton className="m-2 h-6" />;
  return organizations.map((organization) => (
    <OrganizationItem
      key={organization.id}
      organization={organization}
      isCurrent={organization.id === organizationId}
      onSelect={() => (organization.purge_at ? restore.mutate(organization.id) : change.mutate({ organizationId: organization.id }))}
    />
  ));
}
