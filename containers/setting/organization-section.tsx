"use client";

import { OwnershipCard } from "@/containers/organization/ownership-card";
import { UsageCard } from "@/containers/organization/usage-card";
import { OrganizationCard } from "@/containers/setting/organization-card";
import { SecurityPolicyCard } from "@/containers/setting/security-policy-card";

export function OrganizationSection() {
  return (
    <>
      <OrganizationCard />
      <SecurityPolicyCard />
      <UsageCard />
      <OwnershipCard />
    </>
  );
}
