"use client";

import { useTranslations } from "next-intl";
import dynamic from "next/dynamic";
import { useState } from "react";

import { ErrorState } from "@/components/common/error-state";
import { LoadingRegion } from "@/components/common/loading-region";
import { DomainsInput } from "@/components/setting/domains-input";
import { DurationSelect } from "@/components/setting/duration-select";
import { SettingRow, SettingsCard } from "@/components/setting/settings-card";
import { NativeSelect } from "@/components/ui/native-select";
import { Skeleton } from "@/components/ui/skeleton";
import { useFormat } from "@/hooks/use-format";
import { useOrgContext } from "@/hooks/use-org-context";
import { useSecurityPolicy, useUpdateSecurityPolicy, type PolicyChanges, type SecurityPolicy } from "@/hooks/use-security-policy";
import { toast } from "@/lib/toast";

const ConfirmDialog = dynamic(() => import("@/components/common/confirm-dialog").then((module) => module.ConfirmDialog), {
  ssr: false,
});

const IDLE_MINUTES = [15, 30, 60, 240, 480, 1440, 10_080] as const;
const ABSOLUTE_MINUTES = [8 * 60, 12 * 60, 24 * 60, 7 * 24 * 60, 14 * 24 * 60] as const;
const GRACE_DAYS = [0, 3, 7, 14, 30] as const;
const DAY_MS = 86_400_000;

/** What the organization demands of everybody's log-ins; who may not change it sees it all the same. */
export function SecurityPolicyCard() {
  const t = useTranslations("securityPolicy");
  const policy = useSecurityPolicy();
  return (
    <SettingsCard id="security-policy" title={t("title")} description={t("description")}>
      {policy.data ? (
        <Rules policy={policy.data} />
      ) : policy.isError ? (
        <ErrorState compact error={policy.error} onRetry={() => void policy.refetch()} />
      ) : (
        <LoadingRegion className="space-y-3 p-4">
          <Skeleton className="h-9" />
          <Skeleton className="h-9" />
          <Skeleton className="h-9" />
        </LoadingRegion>
      )}
    </SettingsCard>
  );
}

function Rules({ policy }: { policy: SecurityPolicy }) {
  const t = useTranslations("securityPolicy");
  const tCommon = useTranslations("common");
  const { can, isPersonal } = useOrgContext();
  const { mutate, isPending } = useUpdateSecurityPolicy();
  const [graceDays, setGraceDays] = useState<number | null>(null);
  const isDisabled = !can("security_policy:write") || isPending;
  const save = (changes: PolicyChanges) => mutate({ current: policy, changes }, { onSuccess: () => toast.success(tCommon("saved")) });
  return (
    <>
      <SettingRow label={t("twoFactor")} htmlFor="policy-two-factor">
        <FactorSelect
          policy={policy}
          disabled={isDisabled}
          onOptional={() => save({ two_factor: "optional", factor_grace_until: null })}
          onRequired={setGraceDays}
        />
        <p className="mt-1.5 text-xs text-muted-foreground">{t("withoutFactor", { count: policy.members_without_factor })}</p>
      </SettingRow>
      <SettingRow label={t("idle")} htmlFor="policy-idle">
        <DurationSelect
          id="policy-idle"
          minutes={policy.idle_minutes}
          options={IDLE_MINUTES}
          noneLabel={t("idleNone")}
          disabled={isDisabled}
          onChange={(minutes) => save({ idle_minutes: minutes })}
        />
      </SettingRow>
      <SettingRow label={t("absolute")} htmlFor="policy-absolute">
        <DurationSelect
          id="policy-absolute"
          minutes={policy.absolute_hours === null ? null : policy.absolute_hours * 60}
          options={ABSOLUTE_MINUTES}
          noneLabel={t("absoluteNone")}
          disabled={isDisabled}
          onChange={(minutes) => save({ absolute_hours: minutes === null ? null : minutes / 60 })}
        />
      </SettingRow>
      {!isPersonal && (
        <SettingRow label={t("domains")} htmlFor="policy-domains">
          <DomainsInput
            id="policy-domains"
            domains={policy.invite_domains}
            disabled={isDisabled}
            onSave={(domains) => save({ invite_domains: domains })}
          />
        </SettingRow>
      )}
      {graceDays !== null && (
        <ConfirmDialog
          title={t("requireTitle")}
          description={graceDays === 0 ? t("requireNow", { count: policy.members_without_factor }) : t("requireLater", { days: graceDays })}
          action={t("require")}
          onClose={() => setGraceDays(null)}
          onConfirm={() =>
            save({
              two_factor: "required",
              factor_grace_until: graceDays === 0 ? null : new Date(Date.now() + graceDays * DAY_MS).toISOString(),
            })
          }
        />
      )}
    </>
  );
}

interface FactorSelectProps {
  policy: SecurityPolicy;
  disabled: boolean;
  onOptional: () => void;
  onRequired: (graceDays: number) => void;
}

function FactorSelect({ policy, disabled, onOptional, onRequired }: FactorSelectProps) {
  const t = useTranslations("securityPolicy");
  const format = useFormat();
  const grace = policy.factor_grace_until;
  return (
    <NativeSelect
      id="policy-two-factor"
      value={policy.two_factor}
      disabled={disabled}
      onChange={(event) => (event.target.value === "optional" ? onOptional() : onRequired(Number(event.target.value)))}
    >
      <option value="optional">{t("optional")}</option>
      {policy.two_factor === "required" && (
        <option value="required">
          {grace && new Date(grace) > new Date() ? t("requiredFrom", { date: format.date(grace, "medium") }) : t("required")}
        </option>
      )}
      {policy.two_factor === "optional" &&
        GRACE_DAYS.map((days) => (
          <option key={days} value={days}>
            {t("requiredIn", { days })}
          </option>
        ))}
    </NativeSelect>
  );
}
