"use client";

import { OwnershipCard } from "@/containers/organization/ownership-card";
import { UsageCard } from "@/containers/organization/usage-card";
import { OrganizationCard } from "@/containers/setting/organization-card";

export function OrganizationSection() {
  return (
    <>
      <OrganizationCard />
      <UsageCard />
      <OwnershipCard />
    </>
  );
}
