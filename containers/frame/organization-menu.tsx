"use client";

import dynamic from "next/dynamic";
import { useState } from "react";

import { OrganizationSwitcher, OrganizationTitle } from "@/components/frame/organization-switcher";
import { Skeleton } from "@/components/ui/skeleton";
import { OrganizationLogo } from "@/containers/organization/organization-logo";
import { useOrgContext } from "@/hooks/use-org-context";

const OrganizationMenuItems = dynamic(
  () => import("@/containers/frame/organization-menu-items").then((module) => module.OrganizationMenuItems),
  { ssr: false, loading: () => <Skeleton className="m-2 h-6" /> },
);
const CreateOrganizationDialog = dynamic(
  () => import("@/containers/organization/create-organization-dialog").then((module) => module.CreateOrganizationDialog),
  { ssr: false },
);

/** Which organization this is, and the way to the person's others; one's own workspace has none. */
export function OrganizationMenu({ isCompact }: { isCompact: boolean }) {
  const { organization, features } = useOrgContext();
  const [isCreating, setCreating] = useState(false);
  if (features?.saas_mode === "B2C" || (!features && organization.is_personal)) {
    return (
      <div className="flex h-10 items-center gap-2.5 px-1.5">
        <OrganizationLogo organization={organization} />
        {!isCompact && <OrganizationTitle organization={organization} />}
      </div>
    );
  }
  return (
    <>
      <OrganizationSwitcher organization={organization} mark={<OrganizationLogo organization={organization} />} isCompact={isCompact}>
        <OrganizationMenuItems onCreate={() => setCreating(true)} />
      </OrganizationSwitcher>
      {isCreating && <CreateOrganizationDialog onClose={() => setCreating(false)} />}
    </>
  );
}
