"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";

import { Field } from "@/components/common/field";
import { Button } from "@/components/ui/button";
import { Dialog, DialogContent, DialogDescription, DialogFooter, DialogHeader, DialogTitle } from "@/components/ui/dialog";
import { NativeSelect } from "@/components/ui/native-select";
import { useErrorMessage } from "@/hooks/use-error-message";
import { isUnconfirmed } from "@/hooks/use-fresh-auth";
import { useMembers } from "@/hooks/use-member";
import { useOrgContext } from "@/hooks/use-org-context";
import { useTransferOrganization } from "@/hooks/use-organization";
import { toast } from "@/lib/toast";

export function TransferDialog({ onClose }: { onClose: () => void }) {
  const t = useTranslations("settings.ownership.transferDialog");
  const tCommon = useTranslations("common");
  const { user } = useOrgContext();
  const { data: members = [] } = useMembers();
  const toMessage = useErrorMessage();
  const transfer = useTransferOrganization();
  const others = members.filter((member) => member.user_id !== user.id);
  const [chosen, setChosen] = useState("");
  const next = others.find((member) => member.user_id === (chosen || others[0]?.user_id));
  const go = () =>
    next &&
    transfer.mutate(next.user_id, {
      onSuccess: () => {
        toast.success(t("done", { name: next.full_name }));
        onClose();
      },
    });
  return (
    <Dialog open onOpenChange={(isOpen) => !isOpen && onClose()}>
      <DialogContent className="max-w-md">
        <DialogHeader>
          <DialogTitle>{t("title")}</DialogTitle>
          <DialogDescription>{others.length > 0 ? t("text") : t("alone")}</DialogDescription>
        </DialogHeader>
        {others.length > 0 && (
          <Field label={t("to")} htmlFor="transfer-to">
            <NativeSelect id="transfer-to" value={next?.user_id} onChange={(event) => setChosen(event.target.value)}>
              {others.map((member) => (
                <option key={member.user_id} value={member.user_id}>
                  {member.full_name} · {member.email}
                </option>
              ))}
            </NativeSelect>
          </Field>
        )}
        {transfer.isError && !isUnconfirmed(transfer.error) && (
          <p role="alert" className="text-sm text-destructive-text">
            {toMessage(transfer.error)}
          </p>
        )}
        <DialogFooter>
          <Button variant="ghost" className="max-md:h-11" onClick={onClose}>
            {tCommon("cancel")}
          </Button>
          {next && (
            <Button className="max-md:h-11" loading={transfer.isPending} onClick={go}>
              {t("submit")}
            </Button>
          )}
        </DialogFooter>
      </DialogContent>
    </Dialog>
  );
}
