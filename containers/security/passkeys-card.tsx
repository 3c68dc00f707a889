"use client";

import { Fingerprint, KeyRound, Plus } from "lucide-react";
import { useTranslations } from "next-intl";
import dynamic from "next/dynamic";
import { useState } from "react";

import { FactorRow } from "@/components/security/factor-row";
import { SettingsCard } from "@/components/setting/settings-card";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { Skeleton } from "@/components/ui/skeleton";
import { useFormat } from "@/hooks/use-format";
import { useTwoFactor, useTwoFactorChanges, type PasskeyInfo } from "@/hooks/use-two-factor";
import { canUsePasskeys } from "@/lib/passkeys";
import { toast } from "@/lib/toast";

const PasskeyDialog = dynamic(() => import("@/containers/security/passkey-dialog").then((module) => module.PasskeyDialog), { ssr: false });
const BackupCodesDialog = dynamic(() => import("@/containers/security/backup-codes-dialog").then((module) => module.BackupCodesDialog), {
  ssr: false,
});
const ConfirmDialog = dynamic(() => import("@/components/common/confirm-dialog").then((module) => module.ConfirmDialog), {
  ssr: false,
});

type Open = { kind: "add" } | { kind: "rename"; passkey: PasskeyInfo } | { kind: "remove"; passkey: PasskeyInfo };

export function PasskeysCard() {
  const t = useTranslations("twoFactor.passkeys");
  const { data: status } = useTwoFactor();
  const { removePasskey } = useTwoFactorChanges();
  const [open, setOpen] = useState<Open | null>(null);
  const [codes, setCodes] = useState<string[] | null>(null);
  return (
    <SettingsCard id="passkeys" title={t("title")} description={t("description")}>
      {!status && <Skeleton className="m-4 h-9" />}
      {status?.passkeys.map((passkey) => (
        <PasskeyRow
          key={passkey.id}
          passkey={passkey}
          onRename={() => setOpen({ kind: "rename", passkey })}
          onRemove={() => setOpen({ kind: "remove", passkey })}
        />
      ))}
      {status && (
        <div className="flex flex-wrap items-center justify-between gap-3 px-4 py-3.5">
          <p className="text-muted-foreground">{canUsePasskeys() ? t("hint") : t("unsupported")}</p>
          <Button variant="outline" disabled={!canUsePasskeys()} onClick={() => setOpen({ kind: "add" })}>
            <Plus aria-hidden />
            {t("add")}
          </Button>
        </div>
      )}
      {(open?.kind === "add" || open?.kind === "rename") && (
        <PasskeyDialog
          passkey={open.kind === "rename" ? open.passkey : null}
          onClose={() => setOpen(null)}
          onAdded={(backupCodes) => {
            setOpen(null);
            setCodes(backupCodes);
            if (!backupCodes) toast.success(t("added"));
          }}
        />
      )}
      {open?.kind === "remove" && (
        <ConfirmDialog
          title={t("removeTitle", { name: open.passkey.name })}
          description={t("removeDescription")}
          action={t("remove")}
          isDestructive
          onClose={() => setOpen(null)}
          onConfirm={() => removePasskey.mutate(open.passkey.id, { onSuccess: () => toast.success(t("removed")) })}
        />
      )}
      {codes && <BackupCodesDialog codes={codes} onClose={() => setCodes(null)} />}
    </SettingsCard>
  );
}

interface PasskeyRowProps {
  passkey: PasskeyInfo;
  onRename: () => void;
  onRemove: () => void;
}

function PasskeyRow({ passkey, onRename, onRemove }: PasskeyRowProps) {
  const t = useTranslations("twoFactor.passkeys");
  const { date, relative } = useFormat();
  const used = passkey.last_used_at ? t("used", { when: relative(passkey.last_used_at) }) : t("unused");
  return (
    <FactorRow
      icon={passkey.is_synced ? Fingerprint : KeyRound}
      title={passkey.name}
      state={passkey.is_synced && <Badge variant="outline">{t("synced")}</Badge>}
      detail={`${t("since", { date: date(passkey.created_at, "medium") })} · ${used}`}
      actions={
        <>
          <Button variant="ghost" onClick={onRename}>
            {t("rename")}
          </Button>
          <Button variant="ghost" onClick={onRemove}>
            {t("remove")}
          </Button>
        </>
      }
    />
  );
}
