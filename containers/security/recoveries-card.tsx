"use client";

import { UserRoundX } from "lucide-react";
import { useTranslations } from "next-intl";

import { FactorRow } from "@/components/security/factor-row";
import { SettingsCard } from "@/components/setting/settings-card";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { useFormat } from "@/hooks/use-format";
import { useRecoveries } from "@/hooks/use-two-factor";

/** Colleagues who lost every second factor and wait for an owner; not there when nobody does. */
export function RecoveriesCard() {
  const t = useTranslations("twoFactor.recoveries");
  const { date } = useFormat();
  const { waiting, approve, refuse } = useRecoveries();
  const requests = waiting.data?.items ?? [];
  if (requests.length === 0) return null;
  return (
    <SettingsCard id="recoveries" title={t("title")} description={t("description")}>
      {requests.map((request) => (
        <FactorRow
          key={request.id}
          icon={UserRoundX}
          title={request.full_name}
          state={request.approved_at && <Badge variant="success">{t("approved")}</Badge>}
          detail={`${request.email} · ${t("opens", { date: date(request.opens_at, "datetime") })}`}
          actions={
            <>
              <Button variant="outline" loading={refuse.isPending} onClick={() => refuse.mutate(request.id)}>
                {t("refuse")}
              </Button>
              {!request.approved_at && (
                <Button loading={approve.isPending} onClick={() => approve.mutate(request.id)}>
                  {t("approve")}
                </Button>
              )}
            </>
          }
        />
      ))}
    </SettingsCard>
  );
}
