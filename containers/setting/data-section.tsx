"use client";

import { Download } from "lucide-react";
import { useTranslations } from "next-intl";
import dynamic from "next/dynamic";
import { useState } from "react";

import { SettingsCard } from "@/components/setting/settings-card";
import { Button } from "@/components/ui/button";
import { useExport } from "@/hooks/use-personal-data";
import { toast } from "@/lib/toast";

const DeleteAccountDialog = dynamic(
  () => import("@/containers/setting/delete-account-dialog").then((module) => module.DeleteAccountDialog),
  { ssr: false },
);

/** What is known of the person: to take along, and to leave behind. */
export function DataSection() {
  const t = useTranslations("settings.data");
  const download = useExport();
  const [isDeleting, setDeleting] = useState(false);
  return (
    <>
      <SettingsCard id="export" title={t("export.title")} description={t("export.description")}>
        <div className="px-4 py-3.5">
          <Button
            variant="outline"
            loading={download.isPending}
            onClick={() => download.mutate(undefined, { onSuccess: () => toast.success(t("export.done")) })}
          >
            <Download aria-hidden />
            {t("export.action")}
          </Button>
        </div>
      </SettingsCard>
      <SettingsCard id="delete" title={t("delete.title")} description={t("delete.description")}>
        <div className="px-4 py-3.5">
          <Button variant="destructive" onClick={() => setDeleting(true)}>
            {t("delete.action")}
          </Button>
        </div>
      </SettingsCard>
      {isDeleting && <DeleteAccountDialog onClose={() => setDeleting(false)} />}
    </>
  );
}
