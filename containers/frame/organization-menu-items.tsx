"use client";

import { useTranslations } from "next-intl";

import { OrganizationItem, OrganizationItems } from "@/components/frame/organization-items";
import { Skeleton } from "@/components/ui/skeleton";
import { OrganizationLogo } from "@/containers/organization/organization-logo";
import { useLocalizedNavigation } from "@/hooks/use-localized-navigation";
import { useMyOrganizations, useRestoreOrganization, useSwitchOrganization } from "@/hooks/use-my-organizations";
import { useOrgContext } from "@/hooks/use-org-context";
import { paths } from "@/lib/paths";

export function OrganizationMenuItems({ onCreate }: { onCreate: () => void }) {
  const { hasTeams } = useOrgContext();
  const { push } = useLocalizedNavigation();
  return (
    <OrganizationItems
      onTeam={hasTeams ? () => push(paths.team()) : undefined}
      onSettings={() => push(paths.settings("organization"))}
      onCreate={onCreate}
    >
      <OrganizationList />
    </OrganizationItems>
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
      mark={<OrganizationLogo organization={organization} className="size-6 text-xs" />}
      isCurrent={organization.id === organizationId}
      onSelect={() => (organization.purge_at ? restore.mutate(organization.id) : change.mutate({ organizationId: organization.id }))}
    />
  ));
}
