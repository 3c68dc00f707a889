"use client";

import { useTranslations } from "next-intl";
import { cloneElement, useState } from "react";

import { ClientField } from "@/components/deal/client-field";
import { useClientOptions } from "@/hooks/use-client-options";
import { useCreateClient } from "@/hooks/use-client";
import { useErrorMessage } from "@/hooks/use-error-message";
import { useOnDemand } from "@/hooks/use-on-demand";
import { useOrgContext } from "@/hooks/use-org-context";
import { ApiError } from "@/lib/api-error";
import type { ClientOption } from "@/lib/client-option";
import { toast } from "@/lib/toast";

const loadCombobox = () => import("@/components/deal/client-combobox").then((module) => module.ClientCombobox);

export interface ClientPickerProps {
  id: string;
  value: ClientOption | null;
  onChange: (client: ClientOption) => void;
  error?: boolean;
  describedBy?: string;
  className?: string;
  placeholder?: string;
  /** Where no visible label names the field. */
  label?: string;
  /** False where clients are only chosen, as in a filter. */
  canCreate?: boolean;
}

/** Choose a client by name, or create one without leaving the form. */
export function ClientPicker({ value, onChange, canCreate = true, describedBy, placeholder, ...field }: ClientPickerProps) {
  const t = useTranslations("deal.client");
  const { can } = useOrgContext();
  const toMessage = useErrorMessage();
  const [text, setText] = useState("");
  const [isOpen, setOpen] = useState(false);
  const { taken: ClientCombobox, approach, take } = useOnDemand(loadCombobox);
  const { data: options = [], isFetching } = useClientOptions(text, isOpen);
  const createClient = useCreateClient();

  const open = () => {
    take();
    setOpen(true);
  };

  const handleCreate = async (name: string) => {
    try {
      const { data } = await createClient.mutateAsync({ name });
      onChange({ id: data.id, name: data.name });
      setText("");
    } catch (error) {
      const existingId = error instanceof ApiError ? error.extra.existing_id : undefined;
      if (typeof existingId === "string") onChange({ id: existingId, name });
      else toast.error(toMessage(error));
    }
  };

  const trigger = <ClientField {...field} value={value} aria-describedby={describedBy} placeholder={placeholder ?? t("choose")} />;
  if (!ClientCombobox) return cloneElement(trigger, { onPointerEnter: approach, onFocus: approach, onClick: open });
  return (
    <ClientCombobox
      trigger={trigger}
      value={value}
      onChange={onChange}
      text={text}
      onTextChange={setText}
      options={options}
      isLoading={isFetching || createClient.isPending}
      onOpenChange={setOpen}
      onCreate={canCreate && can("client:write") ? (name) => void handleCreate(name) : undefined}
    />
  );
}
