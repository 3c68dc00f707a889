"use client";

import { useTranslations } from "next-intl";
import { useRef, useState } from "react";

import { QuickAddForm } from "@/components/pipeline/quick-add-form";
import { ClientPicker } from "@/containers/deal/client-picker";
import { useClientName } from "@/hooks/use-client-options";
import { useCreateDeal } from "@/hooks/use-deal";
import { useErrorMessage } from "@/hooks/use-error-message";
import { useOrgContext } from "@/hooks/use-org-context";
import type { ClientOption } from "@/lib/client-option";
import { parseMoney } from "@/lib/format";
import type { OpenStage } from "@/lib/stages";

export interface QuickAddProps {
  stage: OpenStage;
  /** The client that the board is filtered by, chosen already. */
  clientId: string | null;
  onClose: () => void;
  onCreated: (title: string) => void;
}

export function QuickAdd({ stage, clientId, onClose, onCreated }: QuickAddProps) {
  const t = useTranslations("pipeline.quickAdd");
  const { currency } = useOrgContext();
  const toMessage = useErrorMessage();
  const createDeal = useCreateDeal();
  const { data: given = null } = useClientName(clientId);
  const [chosen, setClient] = useState<ClientOption | null>(null);
  const client = chosen ?? given;
  const [problem, setProblem] = useState<string | null>(null);
  const attempt = useRef(crypto.randomUUID());

  const handleSubmit = async (draft: { title: string; value: string }): Promise<boolean> => {
    const title = draft.title.trim();
    const cents = draft.value.trim() ? parseMoney(draft.value, currency) : 0;
    const missing = !title ? "titleMissing" : !client ? "clientMissing" : cents === null || cents < 0 ? "valueWrong" : null;
    if (missing || !client || cents === null) {
      setProblem(t(missing ?? "valueWrong"));
      return false;
    }
    try {
      await createDeal.mutateAsync({ title, client_id: client.id, stage, value_cents: cents, idempotencyKey: attempt.current });
      attempt.current = crypto.randomUUID();
      setProblem(null);
      onCreated(title);
      return true;
    } catch (error) {
      setProblem(toMessage(error));
      return false;
    }
  };

  return (
    <QuickAddForm
      stage={stage}
      currency={currency}
      clientField={<ClientPicker id={`quick-client-${stage}`} label={t("client")} value={client} onChange={setClient} />}
      isSaving={createDeal.isPending}
      problem={problem}
      onSubmit={handleSubmit}
      onClose={onClose}
    />
  );
}
