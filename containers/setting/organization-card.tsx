"use client";

import { useLocale, useTranslations } from "next-intl";
import { useMemo } from "react";

import { ErrorState } from "@/components/common/error-state";
import { LoadingRegion } from "@/components/common/loading-region";
import { ColorPicker } from "@/components/organization/color-picker";
import { SavingInput } from "@/components/setting/saving-input";
import { SettingRow, SettingsCard } from "@/components/setting/settings-card";
import { Badge } from "@/components/ui/badge";
import { NativeSelect } from "@/components/ui/native-select";
import { Skeleton } from "@/components/ui/skeleton";
import { LogoRow } from "@/containers/setting/logo-row";
import { useOrgContext } from "@/hooks/use-org-context";
import { useOrganization, useUpdateOrganization } from "@/hooks/use-organization";
import { languageTag } from "@/lib/format";
import { toast } from "@/lib/toast";

/** What agencies of our languages sell in comes first; every other ISO currency follows. */
const COMMON_CURRENCIES = ["BRL", "USD", "EUR", "MXN", "ARS", "CLP", "COP", "GBP"] as const;

export function OrganizationCard() {
  const t = useTranslations("settings");
  const tNav = useTranslations("nav");
  const tCommon = useTranslations("common");
  const { isPersonal, can } = useOrgContext();
  const organization = useOrganization();
  const { mutate, isPending } = useUpdateOrganization();
  const canEdit = can("organization:update");
  const save = (changes: { name?: string; currency?: string; brand_color?: string }) => {
    if (!organization.data) return;
    mutate({ ...changes, version: organization.data.version }, { onSuccess: () => toast.success(tCommon("saved")) });
  };
  return (
    <SettingsCard
      id="organization"
      title={isPersonal ? t("organization.personalTitle") : t("organization.title")}
      description={
        isPersonal ? t("organization.personalDescription") : canEdit ? t("organization.description") : t("organization.readOnly")
      }
    >
      {organization.isError ? (
        <ErrorState compact error={organization.error} onRetry={() => void organization.refetch()} />
      ) : !organization.data ? (
        <LoadingRegion className="space-y-3 p-4">
          <Skeleton className="h-9" />
          <Skeleton className="h-9" />
        </LoadingRegion>
      ) : (
        <>
          <SettingRow label={t("organization.name")} htmlFor="organization-name">
            <SavingInput
              id="organization-name"
              value={organization.data.name}
              disabled={!canEdit}
              requiredMessage={t("nameRequired")}
              onSave={(name) => save({ name })}
            />
          </SettingRow>
          <SettingRow label={t("organization.currency")} htmlFor="organization-currency">
            <CurrencySelect
              value={organization.data.currency}
              disabled={!canEdit || isPending}
              onChange={(currency) => save({ currency })}
            />
          </SettingRow>
          <LogoRow />
          <SettingRow label={t("organization.color")}>
            <ColorPicker
              value={organization.data.brand_color}
              disabled={!canEdit || isPending}
              onChange={(brand_color) => save({ brand_color })}
            />
          </SettingRow>
          <SettingRow label={t("organization.plan")}>
            <Badge variant="outline">{tNav(`plan.${organization.data.plan}`)}</Badge>
          </SettingRow>
        </>
      )}
    </SettingsCard>
  );
}

function CurrencySelect({ value, disabled, onChange }: { value: string; disabled: boolean; onChange: (currency: string) => void }) {
  const locale = useLocale();
  const options = useMemo(() => {
    const names = new Intl.DisplayNames(languageTag(locale), { type: "currency" });
    const codes = new Set<string>([...COMMON_CURRENCIES, value, ...Intl.supportedValuesOf("currency")]);
    return [...codes].map((code) => ({ code, name: names.of(code) ?? code }));
  }, [locale, value]);
  return (
    <NativeSelect id="organization-currency" value={value} onChange={(event) => onChange(event.target.value)} disabled={disabled}>
      {options.map(({ code, name }) => (
        <option key={code} value={code}>
          {code} · {name}
        </option>
      ))}
    </NativeSelect>
  );
}
