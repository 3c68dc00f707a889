"use client";

import { useTranslations } from "next-intl";

import { ConfirmDialog } from "@/components/common/confirm-dialog";
import { useRevokeApiKey } from "@/hooks/use-api-key";
import { toast } from "@/lib/toast";
import type { ApiKey } from "@/services/api-key";

export interface RevokeDialogProps {
  apiKey: ApiKey;
  onClose: () => void;
}

export function RevokeDialog({ apiKey, onClose }: RevokeDialogProps) {
  const t = useTranslations("apiKey.revoke");
  const { mutate } = useRevokeApiKey();
  return (
    <ConfirmDialog
      title={t("title", { name: apiKey.name })}
      description={t("description")}
      action={t("action")}
      isDestructive
      onConfirm={() => mutate(apiKey.id, { onSuccess: () => toast.success(t("done")) })}
      onClose={onClose}
    />
  );
}
