"use client";

import { useQuery } from "@tanstack/react-query";
import { useLocale } from "next-intl";
import { useCallback, useMemo } from "react";

import type { AppLocale } from "@/i18n/routing";
import { organizationService } from "@/services/organization";
import { useSessionStore, type SessionOrganization, type SessionUser } from "@/stores/session";
import type { components } from "@/types/api";

type Schemas = components["schemas"];
export type Features = Schemas["Features"];
export type Permission = Schemas["Features"]["permissions"][number];

export interface OrgContextValue {
  /** First part of every query key after the slug: `["deal", organizationId, …]`. */
  organizationId: string;
  organization: SessionOrganization;
  user: SessionUser;
  locale: AppLocale;
  role: Features["role"];
  /** ISO 4217 code of the organization. */
  currency: string;
  /** A workspace of one person: teams, owners and invites don't exist. */
  isPersonal: boolean;
  /** Members, roles and invites are here: a team's organization on a server that has teams. */
  hasTeams: boolean;
  /** Undefined until the server has answered; gates stay closed meanwhile. */
  features: Features | undefined;
  can: (permission: Permission) => boolean;
}

export class SignedOutError extends Error {
  constructor() {
    super("useOrgContext needs a signed-in session: use it below the admin layout");
    this.name = "SignedOutError";
  }
}

/** Who works here, in which organization, with what rights. Throws outside the admin layout. */
export function useOrgContext(): OrgContextValue {
  const credentials = useSessionStore((state) => state.credentials);
  const locale = useLocale();
  if (!credentials) throw new SignedOutError();
  const { organization, user } = credentials;
  const { data: features } = useQuery({
    queryKey: ["organization", organization.id, "features"],
    queryFn: ({ signal }) => organizationService.getFeatures(signal),
    staleTime: 5 * 60_000,
  });
  const permissions = features?.permissions;
  const can = useCallback((permission: Permission) => permissions?.includes(permission) ?? false, [permissions]);
  return useMemo(
    () => ({
      organizationId: organization.id,
      organization,
      user,
      locale,
      role: organization.role,
      currency: organization.currency,
      isPersonal: organization.is_personal,
      hasTeams: !organization.is_personal && features?.saas_mode === "B2B",
      features,
      can,
    }),
    [organization, user, locale, features, can],
  );
}
