"use client";

import { LifeBuoy, ShieldAlert, Smartphone } from "lucide-react";
import { useTranslations } from "next-intl";
import dynamic from "next/dynamic";
import { useState } from "react";

import { ErrorState } from "@/components/common/error-state";
import { LoadingRegion } from "@/components/common/loading-region";
import { FactorRow } from "@/components/security/factor-row";
import { SettingsCard } from "@/components/setting/settings-card";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { Skeleton } from "@/components/ui/skeleton";
import { useFormat } from "@/hooks/use-format";
import { useTwoFactor, useTwoFactorChanges, type TwoFactorStatus } from "@/hooks/use-two-factor";
import { toast } from "@/lib/toast";
import type { components } from "@/types/api";

const AppSetupDialog = dynamic(() => import("@/containers/security/app-setup-dialog").then((module) => module.AppSetupDialog), {
  ssr: false,
});
const BackupCodesDialog = dynamic(() => import("@/containers/security/backup-codes-dialog").then((module) => module.BackupCodesDialog), {
  ssr: false,
});
const ConfirmDialog = dynamic(() => import("@/components/common/confirm-dialog").then((module) => module.ConfirmDialog), {
  ssr: false,
});

export function TwoFactorCard() {
  const t = useTranslations("twoFactor");
  const { data: status, error, refetch } = useTwoFactor();
  return (
    <SettingsCard id="two-factor" title={t("title")} description={t("description")}>
      {error ? (
        <ErrorState error={error} onRetry={() => void refetch()} compact />
      ) : status ? (
        <Factors status={status} />
      ) : (
        <LoadingRegion>
          <div className="space-y-3 p-4">
            <Skeleton className="h-9" />
            <Skeleton className="h-9" />
          </div>
        </LoadingRegion>
      )}
    </SettingsCard>
  );
}

function Factors({ status }: { status: TwoFactorStatus }) {
  const t = useTranslations("twoFactor");
  const { date } = useFormat();
  const { setUp, disable, renewCodes, refresh } = useTwoFactorChanges();
  const [setup, setSetup] = useState<components["schemas"]["TwoFactorSetup"] | null>(null);
  const [codes, setCodes] = useState<string[] | null>(null);
  const [question, setQuestion] = useState<"disable" | "renew" | null>(null);
  const isOn = status.app_enabled_at !== null;
  return (
    <>
      {status.demanded_by && !status.enabled && (
        <div role="status" className="flex items-start gap-3 bg-warning/10 px-4 py-3">
          <ShieldAlert className="mt-0.5 size-4 shrink-0 text-warning-text" aria-hidden />
          <p>
            {status.demanded_by.grace_until
              ? t("demandedUntil", {
                  organization: status.demanded_by.organization_name,
                  date: date(status.demanded_by.grace_until, "long"),
                })
              : t("demanded", { organization: status.demanded_by.organization_name })}
          </p>
        </div>
      )}
      <FactorRow
        icon={Smartphone}
        title={t("app.title")}
        state={isOn && <Badge variant="success">{t("on")}</Badge>}
        detail={status.app_enabled_at ? t("app.since", { date: date(status.app_enabled_at, "long") }) : t("app.off")}
        actions={
          isOn ? (
            <Button variant="outline" onClick={() => setQuestion("disable")}>
              {t("remove")}
            </Button>
          ) : (
            <Button loading={setUp.isPending} onClick={() => setUp.mutate(undefined, { onSuccess: setSetup })}>
              {t("app.setUp")}
            </Button>
          )
        }
      />
      {status.enabled && (
        <FactorRow
          icon={LifeBuoy}
          title={t("codes.row")}
          state={status.backup_codes_left <= 3 && <Badge variant="warning">{t("codes.few")}</Badge>}
          detail={t("codes.left", { count: status.backup_codes_left })}
          actions={
            <Button variant="outline" loading={renewCodes.isPending} onClick={() => setQuestion("renew")}>
              {t("codes.renew")}
            </Button>
          }
        />
      )}
      {setup && (
        <AppSetupDialog
          setup={setup}
          onClose={() => setSetup(null)}
          onEnabled={(made) => {
            setSetup(null);
            setCodes(made);
            void refresh();
          }}
        />
      )}
      {codes && <BackupCodesDialog codes={codes} onClose={() => setCodes(null)} />}
      {question && (
        <ConfirmDialog
          title={t(`${question}.title`)}
          description={t(`${question}.description`)}
          action={t(`${question}.action`)}
          isDestructive={question === "disable"}
          onClose={() => setQuestion(null)}
          onConfirm={() => {
            if (question === "renew") renewCodes.mutate(undefined, { onSuccess: setCodes });
            else disable.mutate(undefined, { onSuccess: () => toast.success(t("disable.done")) });
          }}
        />
      )}
    </>
  );
}
