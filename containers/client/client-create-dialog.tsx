"use client";

import { useTranslations } from "next-intl";
import { useId, useState } from "react";

import { ClientExists, type ExistsReason } from "@/components/client/client-exists";
import { ClientForm } from "@/components/client/client-form";
import { Button } from "@/components/ui/button";
import { Dialog, DialogContent, DialogDescription, DialogFooter, DialogHeader, DialogTitle } from "@/components/ui/dialog";
import { type CustomValues, FormFields } from "@/containers/custom-field/form-fields";
import { useClient, useCreateClient } from "@/hooks/use-client";
import { useClientProblem } from "@/hooks/use-client-problem";
import { useErrorMessage } from "@/hooks/use-error-message";
import { useLocalizedNavigation } from "@/hooks/use-localized-navigation";
import { useMembers } from "@/hooks/use-member";
import { useOrgContext } from "@/hooks/use-org-context";
import { useTags } from "@/hooks/use-tag";
import { ApiError } from "@/lib/api-error";
import { paths } from "@/lib/paths";
import { toast } from "@/lib/toast";
import type { ClientCreate } from "@/services/client";

export interface ClientCreateDialogProps {
  onClose: () => void;
  /** What was searched for and not found, say. */
  initialName?: string;
}

export function ClientCreateDialog({ onClose, initialName }: ClientCreateDialogProps) {
  const t = useTranslations("client");
  const formId = useId();
  const { user, isPersonal } = useOrgContext();
  const { push } = useLocalizedNavigation();
  const members = useMembers();
  const tags = useTags();
  const create = useCreateClient();
  const problemOf = useClientProblem();
  const toMessage = useErrorMessage();
  const [tried, setTried] = useState<ClientCreate | null>(null);
  const [custom, setCustom] = useState<CustomValues>({});
  const { error } = create;
  const existing =
    error instanceof ApiError && error.code === "client_exists" ? (error.extra as { existing_id: string; reason: ExistsReason }) : null;

  const submit = (values: ClientCreate) => {
    setTried(values);
    create.mutate(values, {
      onSuccess: ({ data }) => {
        onClose();
        toast.success(t("created", { name: data.name }), {
          action: { label: t("open"), onClick: () => push(paths.client(data.id)) },
        });
      },
    });
  };
  const isPlain = error && !existing && !(error instanceof ApiError && (error.errors.length > 0 || error.code === "owner_not_found"));

  return (
    <Dialog open onOpenChange={(isOpen) => !isOpen && onClose()}>
      <DialogContent>
        <DialogHeader>
          <DialogTitle>{t("create.title")}</DialogTitle>
          <DialogDescription>{t("create.text")}</DialogDescription>
        </DialogHeader>
        <ClientForm
          formId={formId}
          initialName={initialName}
          onSubmit={(values) => submit({ ...values, custom_fields: custom })}
          problemOf={(field) => problemOf(error, field)}
          members={members.data ?? []}
          userId={user.id}
          tagSuggestions={tags.data ?? []}
          showOwner={!isPersonal}
        >
          <FormFields entity="client" folds values={custom} onChange={setCustom} problemOf={(field) => problemOf(error, field)} />
          {existing && tried && (
            <ExistingClient
              {...existing}
              isCreating={create.isPending}
              onCreateAnyway={() => submit({ ...tried, allow_duplicate: true })}
            />
          )}
          {isPlain && (
            <p role="alert" className="text-sm text-destructive-text">
              {toMessage(error)}
            </p>
          )}
        </ClientForm>
        <DialogFooter>
          <Button variant="ghost" className="max-md:h-11" onClick={onClose}>
            {t("create.cancel")}
          </Button>
          <Button type="submit" form={formId} className="max-md:h-11" loading={create.isPending}>
            {t("create.submit")}
          </Button>
        </DialogFooter>
      </DialogContent>
    </Dialog>
  );
}

interface ExistingClientProps {
  existing_id: string;
  reason: ExistsReason;
  isCreating: boolean;
  onCreateAnyway: () => void;
}

function ExistingClient({ existing_id: existingId, ...props }: ExistingClientProps) {
  const client = useClient(existingId);
  return <ClientExists existingId={existingId} existingName={client.data?.name ?? null} {...props} />;
}
