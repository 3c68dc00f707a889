"use client";

import { useTranslations } from "next-intl";
import { useRef, useState } from "react";

import { CreateDealForm, type DealDraft } from "@/components/deal/create-deal-form";
import { Dialog, DialogContent, DialogDescription, DialogHeader, DialogTitle } from "@/components/ui/dialog";
import { type CustomValues, FormFields } from "@/containers/custom-field/form-fields";
import { ClientPicker } from "@/containers/deal/client-picker";
import { useClientName } from "@/hooks/use-client-options";
import { useCreateDeal } from "@/hooks/use-deal";
import { useErrorMessage, useFieldMessage } from "@/hooks/use-error-message";
import { useMembers } from "@/hooks/use-member";
import { useOrgContext } from "@/hooks/use-org-context";
import type { Deal } from "@/lib/board-types";
import type { ClientOption } from "@/lib/client-option";

export interface CreateDealProps {
  /** The client it is for, when the dialog was opened from one. */
  clientId: string | null;
  onClose: () => void;
  onCreated: (deal: Deal) => void;
}

export function CreateDeal({ clientId, onClose, onCreated }: CreateDealProps) {
  const t = useTranslations("deal");
  const { currency, user, isPersonal } = useOrgContext();
  const toMessage = useErrorMessage();
  const { data: members } = useMembers();
  const { data: given = null } = useClientName(clientId);
  const [chosen, setChosen] = useState<ClientOption | null>(null);
  const [refusal, setRefusal] = useState<string | null>(null);
  const [custom, setCustom] = useState<CustomValues>({});
  const fieldProblem = useFieldMessage();
  const createDeal = useCreateDeal();
  const attempt = useRef(crypto.randomUUID());
  const client = chosen ?? given;

  const handleSubmit = async (draft: DealDraft) => {
    if (!client) return;
    try {
      const { data } = await createDeal.mutateAsync({
        ...draft,
        custom_fields: custom,
        client_id: client.id,
        idempotencyKey: attempt.current,
      });
      onCreated(data);
      onClose();
    } catch (error) {
      // Another attempt may carry other fields: it is a new one.
      attempt.current = crypto.randomUUID();
      setRefusal(toMessage(error));
    }
  };

  return (
    <Dialog open onOpenChange={(isOpen) => !isOpen && onClose()}>
      <DialogContent className="max-w-md">
        <DialogHeader>
          <DialogTitle>{t("create.heading")}</DialogTitle>
          <DialogDescription>{t("create.text")}</DialogDescription>
        </DialogHeader>
        <CreateDealForm
          currency={currency}
          myId={user.id}
          owners={members?.map((member) => ({ id: member.user_id, name: member.full_name })) ?? [{ id: user.id, name: user.full_name }]}
          showOwner={!isPersonal}
          hasClient={client !== null}
          clientField={(id, isWrong) => (
            <ClientPicker id={id} value={client} onChange={setChosen} error={isWrong} describedBy={isWrong ? `${id}-error` : undefined} />
          )}
          ownFields={
            <FormFields
              entity="deal"
              folds
              values={custom}
              onChange={setCustom}
              problemOf={(field) => fieldProblem(createDeal.error, field)}
            />
          }
          isSaving={createDeal.isPending}
          refusal={refusal}
          onSubmit={(draft) => void handleSubmit(draft)}
          onCancel={onClose}
        />
      </DialogContent>
    </Dialog>
  );
}
