"use client";

import { useTranslations } from "next-intl";
import dynamic from "next/dynamic";
import { useState } from "react";

import { SettingRow, SettingsCard } from "@/components/setting/settings-card";
import { Button } from "@/components/ui/button";
import { useOrgContext } from "@/hooks/use-org-context";
import { useConvertOrganization } from "@/hooks/use-organization";
import { toast } from "@/lib/toast";

const TransferDialog = dynamic(() => import("@/containers/organization/transfer-dialog").then((module) => module.TransferDialog), {
  ssr: false,
});
const DeleteDialog = dynamic(() => import("@/containers/organization/delete-dialog").then((module) => module.DeleteDialog), { ssr: false });
const PersonalDialog = dynamic(() => import("@/containers/organization/personal-dialog").then((module) => module.PersonalDialog), {
  ssr: false,
});

/** What the organization itself hangs on; its owner alone sees it. */
export function OwnershipCard() {
  const t = useTranslations("settings.ownership");
  const { can, isPersonal, hasTeams, features } = useOrgContext();
  const [opened, setOpened] = useState<"transfer" | "delete" | "personal" | null>(null);
  const convert = useConvertOrganization();
  const close = () => setOpened(null);
  if (!can("organization:delete")) return null;
  return (
    <SettingsCard id="ownership" title={t("title")} description={isPersonal ? t("personalDescription") : t("description")}>
      {isPersonal && features?.saas_mode === "B2B" && (
        <SettingRow label={t("toTeam")}>
          <Button
            variant="outline"
            loading={convert.isPending}
            onClick={() => convert.mutate("team", { onSuccess: () => toast.success(t("toTeamDone")) })}
          >
            {t("toTeamAction")}
          </Button>
        </SettingRow>
      )}
      {hasTeams && (
        <>
          <SettingRow label={t("transfer")}>
            <Button variant="outline" onClick={() => setOpened("transfer")}>
              {t("transferAction")}
            </Button>
          </SettingRow>
          <SettingRow label={t("toPersonal")}>
            <Button variant="outline" onClick={() => setOpened("personal")}>
              {t("toPersonalAction")}
            </Button>
          </SettingRow>
        </>
      )}
      <SettingRow label={isPersonal ? t("deletePersonal") : t("delete")}>
        <Button variant="destructive" onClick={() => setOpened("delete")}>
          {t("deleteAction")}
        </Button>
      </SettingRow>
      {opened === "transfer" && <TransferDialog onClose={close} />}
      {opened === "personal" && <PersonalDialog onClose={close} />}
      {opened === "delete" && <DeleteDialog onClose={close} />}
    </SettingsCard>
  );
}
