"use client";

import { useQuery } from "@tanstack/react-query";

import type { ShownLogo } from "@/lib/shown-logo";
import { organizationService } from "@/services/organization";
import type { SessionOrganization } from "@/stores/session";

type WithLogo = Pick<SessionOrganization, "id" | "logo">;

/** The logo of one of the person's organizations, as OrganizationMark takes it; null where there is none to show. */
export function useLogo({ id, logo }: WithLogo): ShownLogo | "coming" | null {
  const { data, isError } = useQuery({
    queryKey: ["logo", id, logo?.version],
    queryFn: async ({ signal }) => URL.createObjectURL(await organizationService.getLogo(id, logo?.version ?? "", signal)),
    enabled: Boolean(logo),
    staleTime: Infinity,
    gcTime: Infinity,
    retry: false,
  });
  if (!logo || isError) return null;
  return data ? { src: data, tone: logo.tone } : "coming";
}
