"use client";

import { OrganizationMark } from "@/components/organization/organization-mark";
import { useLogo } from "@/hooks/use-logo";
import type { SessionOrganization } from "@/stores/session";

export interface OrganizationLogoProps {
  organization: Pick<SessionOrganization, "id" | "name" | "brand_color" | "logo">;
  className?: string;
}

/** What one of the person's organizations is known by at a glance. */
export function OrganizationLogo({ organization, className }: OrganizationLogoProps) {
  const logo = useLogo(organization);
  return <OrganizationMark name={organization.name} color={organization.brand_color} logo={logo} className={className} />;
}
