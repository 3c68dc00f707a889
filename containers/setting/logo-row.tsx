"use client";

import { useTranslations } from "next-intl";

import { LogoField } from "@/components/organization/logo-field";
import { LogoPreview } from "@/components/organization/logo-preview";
import { SettingRow } from "@/components/setting/settings-card";
import { Skeleton } from "@/components/ui/skeleton";
import { useErrorToast } from "@/hooks/use-error-toast";
import { useLogo } from "@/hooks/use-logo";
import { useOrgContext } from "@/hooks/use-org-context";
import { useLogoChange } from "@/hooks/use-organization-logo";
import { ApiError } from "@/lib/api-error";

const MAX_BYTES = 5 * 1024 * 1024;

export function LogoRow() {
  const t = useTranslations("settings.organization");
  const { organization, can } = useOrgContext();
  const logo = useLogo(organization);
  const { put, remove } = useLogoChange();
  const showError = useErrorToast();
  const canEdit = can("organization:update");
  const preview = logo === "coming" ? <Skeleton className="h-[2.875rem]" /> : logo ? <LogoPreview logo={logo} /> : null;
  if (!canEdit && !preview) return null;
  return (
    <SettingRow label={t("logo")}>
      {canEdit ? (
        <LogoField
          preview={preview}
          isSaving={put.isPending}
          isRemoving={remove.isPending}
          onFile={(file) => (file.size > MAX_BYTES ? showError(new ApiError(413, { code: "picture_too_large" })) : put.mutate(file))}
          onRemove={() => remove.mutate()}
        />
      ) : (
        preview
      )}
    </SettingRow>
  );
}
