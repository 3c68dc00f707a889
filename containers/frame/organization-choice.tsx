"use client";

import { useTranslations } from "next-intl";

import { Label } from "@/components/ui/label";
import { NativeSelect } from "@/components/ui/native-select";
import { useMyOrganizations, useSwitchOrganization } from "@/hooks/use-my-organizations";
import { useOrgContext } from "@/hooks/use-org-context";

/** On a phone: the way to one's other organizations, where there are any. */
export function OrganizationChoice() {
  const t = useTranslations("organizations");
  const { organizationId, features } = useOrgContext();
  const { data } = useMyOrganizations({ enabled: features?.saas_mode === "B2B" });
  const change = useSwitchOrganization();
  const open = data?.filter((organization) => !organization.purge_at) ?? [];
  if (open.length < 2) return null;
  return (
    <div className="space-y-1.5">
      <Label htmlFor="organization-choice" className="text-xs text-muted-foreground">
        {t("yours")}
      </Label>
      <NativeSelect
        id="organization-choice"
        value={organizationId}
        disabled={change.isPending}
        onChange={(event) => change.mutate({ organizationId: event.target.value })}
      >
        {open.map((organization) => (
          <option key={organization.id} value={organization.id}>
            {organization.name}
          </option>
        ))}
      </NativeSelect>
    </div>
  );
}
