"use client";

import { Plus } from "lucide-react";
import { useTranslations } from "next-intl";
import dynamic from "next/dynamic";
import { useState } from "react";

import { ContactList } from "@/components/client/contact-list";
import { Section } from "@/components/client/section";
import { ErrorState } from "@/components/common/error-state";
import { LoadingRegion } from "@/components/common/loading-region";
import { Button } from "@/components/ui/button";
import { Skeleton } from "@/components/ui/skeleton";
import { clientKeys } from "@/hooks/client-cache";
import { contactKeys, useContacts, useDeleteContact, useSaveContact } from "@/hooks/use-contact";
import { useErrorToast } from "@/hooks/use-error-toast";
import { useOrgContext } from "@/hooks/use-org-context";
import { useUndoToast } from "@/hooks/use-undo-toast";
import { flatten } from "@/lib/cached-pages";
import type { Contact } from "@/services/contact";

const ContactDialog = dynamic(() => import("@/containers/client/contact-dialog").then((module) => module.ContactDialog), { ssr: false });

export function ClientPeople({ clientId, className }: { clientId: string; className?: string }) {
  const t = useTranslations("contact");
  const { organizationId, can } = useOrgContext();
  const list = useContacts(clientId);
  const remove = useDeleteContact(clientId);
  const save = useSaveContact(clientId);
  const showUndo = useUndoToast();
  const showError = useErrorToast();
  const [editing, setEditing] = useState<{ contact?: Contact } | null>(null);
  const contacts = flatten(list.data);
  const canWrite = can("client:write");

  const handleDelete = (contact: Contact) =>
    remove.mutate(contact, {
      onSuccess: ({ commandId }) =>
        showUndo({
          message: t("deleted", { name: contact.name }),
          commandId,
          invalidate: [contactKeys.list(organizationId, clientId), clientKeys.all(organizationId)],
        }),
      onError: showError,
    });
  const handleMakePrimary = (contact: Contact) =>
    save.mutate({ contact, values: { name: contact.name, is_primary: true } }, { onError: showError });

  return (
    <Section
      title={t("title")}
      className={className}
      action={
        canWrite && (
          <Button variant="ghost" size="sm" className="max-md:h-11" onClick={() => setEditing({})}>
            <Plus aria-hidden />
            {t("add")}
          </Button>
        )
      }
    >
      {list.isPending ? (
        <LoadingRegion className="space-y-3">
          <Skeleton className="h-8" />
          <Skeleton className="h-8" />
        </LoadingRegion>
      ) : list.isError ? (
        <ErrorState compact error={list.error} onRetry={() => void list.refetch()} />
      ) : contacts.length === 0 ? (
        <p className="text-sm text-muted-foreground">{t("empty")}</p>
      ) : (
        <ContactList
          contacts={contacts}
          onEdit={canWrite ? (contact) => setEditing({ contact }) : undefined}
          onMakePrimary={canWrite ? handleMakePrimary : undefined}
          onDelete={canWrite ? handleDelete : undefined}
        />
      )}
      {list.hasNextPage && (
        <Button variant="link" size="sm" className="px-0" loading={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
          {t("more")}
        </Button>
      )}
      {editing && <ContactDialog clientId={clientId} contact={editing.contact} onClose={() => setEditing(null)} />}
    </Section>
  );
}
