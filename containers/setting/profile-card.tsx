"use client";

import { useTranslations } from "next-intl";

import { SavingInput } from "@/components/setting/saving-input";
import { SettingRow, SettingsCard } from "@/components/setting/settings-card";
import { AvatarRow } from "@/containers/setting/avatar-row";
import { EmailRow } from "@/containers/setting/email-row";
import { useUpdateMe } from "@/hooks/use-me";
import { useOrgContext } from "@/hooks/use-org-context";
import { toast } from "@/lib/toast";

export function ProfileCard() {
  const t = useTranslations("settings");
  const tCommon = useTranslations("common");
  const { user, role, isPersonal } = useOrgContext();
  const { mutate } = useUpdateMe();
  return (
    <SettingsCard id="profile" title={t("profile.title")} description={t("profile.description")}>
      <AvatarRow />
      <SettingRow label={t("profile.name")} htmlFor="profile-name">
        <SavingInput
          id="profile-name"
          value={user.full_name}
          autoComplete="name"
          requiredMessage={t("nameRequired")}
          onSave={(full_name) => mutate({ full_name }, { onSuccess: () => toast.success(tCommon("saved")) })}
        />
      </SettingRow>
      <EmailRow label={t("profile.email")} />
      {!isPersonal && (
        <SettingRow label={t("profile.role")}>
          <span className="text-muted-foreground">{t(`role.${role}`)}</span>
        </SettingRow>
      )}
    </SettingsCard>
  );
}
