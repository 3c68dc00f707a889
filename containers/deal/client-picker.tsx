"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { toast } from "sonner";

import { ClientCombobox, type ClientOption } from "@/components/deal/client-combobox";
import { useClientOptions } from "@/hooks/use-client-options";
import { useCreateClient } from "@/hooks/use-client";
import { useErrorMessage } from "@/hooks/use-error-message";
import { useOrgContext } from "@/hooks/use-org-context";
import { ApiError } from "@/lib/api-error";

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
export function ClientPicker({ canCreate = true, ...field }: ClientPickerProps) {
  const t = useTranslations("deal.client");
  const { can } = useOrgContext();
  const toMessage = useErrorMessage();
  const [text, setText] = useState("");
  const [isOpen, setOpen] = useState(false);
  const { data: options = [], isFetching } = useClientOptions(text, isOpen);
  const createClient = useCreateClient();

  const handleCreate = async (name: string) => {
    try {
      const { data } = await createClient.mutateAsync({ name });
      field.onChange({ id: data.id, name: data.name });
      setText("");
    } catch (error) {
      const existingId = error instanceof ApiError ? error.extra.existing_id : undefined;
      if (typeof existingId === "string") field.onChange({ id: existingId, name });
      else toast.error(toMessage(error));
    }
  };

  return (
    <ClientCombobox
      {...field}
      text={text}
      onTextChange={setText}
      options={options}
      isLoading={isFetching || createClient.isPending}
      onOpenChange={setOpen}
      onCreate={canCreate && can("client:write") ? (name) => void handleCreate(name) : undefined}
      placeholder={field.placeholder ?? t("choose")}
    />
  );
}
