"use client";

import { UserX } from "lucide-react";
import { useTranslations } from "next-intl";
import dynamic from "next/dynamic";
import { parseAsStringLiteral, useQueryState } from "nuqs";
import { useEffect, useRef, useState } from "react";

import { ClientDetails } from "@/components/client/client-details";
import { ClientHeader } from "@/components/client/client-header";
import { ClientPageSkeleton } from "@/components/client/client-page-skeleton";
import { CLIENT_TABS, ClientTabs } from "@/components/client/client-tabs";
import { Section } from "@/components/client/section";
import { StaleNotice } from "@/components/client/stale-notice";
import { EmptyState } from "@/components/common/empty-state";
import { ErrorState } from "@/components/common/error-state";
import type { ComposerHandle } from "@/components/timeline/timeline-composer";
import { Button } from "@/components/ui/button";
import { Skeleton } from "@/components/ui/skeleton";
import { ClientTimeline } from "@/containers/timeline/client-timeline";
import { useBreadcrumb } from "@/hooks/use-breadcrumb";
import { useClient, useLiveClients } from "@/hooks/use-client";
import { useClientEdit } from "@/hooks/use-client-edit";
import { useDeleteClientWithUndo } from "@/hooks/use-client-removal";
import { useContacts } from "@/hooks/use-contact";
import { useLocalizedNavigation } from "@/hooks/use-localized-navigation";
import { useMembers } from "@/hooks/use-member";
import { useOrgContext } from "@/hooks/use-org-context";
import { useShortcut } from "@/hooks/use-shortcut";
import { useTags } from "@/hooks/use-tag";
import { Link } from "@/i18n/navigation";
import { ApiError } from "@/lib/api-error";
import { flatten } from "@/lib/cached-pages";
import { paths } from "@/lib/paths";
import { cn } from "@/lib/utils";

const sectionSkeleton = () => <Skeleton className="h-32 max-lg:hidden" />;
const ClientDeals = dynamic(() => import("@/containers/client/client-deals").then((module) => module.ClientDeals), {
  ssr: false,
  loading: sectionSkeleton,
});
const ClientPeople = dynamic(() => import("@/containers/client/client-people").then((module) => module.ClientPeople), {
  ssr: false,
  loading: sectionSkeleton,
});
const OwnFields = dynamic(() => import("@/containers/custom-field/own-fields").then((module) => module.OwnFields), { ssr: false });
const RecordTasks = dynamic(() => import("@/containers/task/record-tasks").then((module) => module.RecordTasks), {
  ssr: false,
  loading: sectionSkeleton,
});
const CreateDeal = dynamic(() => import("@/containers/deal/create-deal").then((module) => module.CreateDeal), { ssr: false });

export function ClientPage({ clientId }: { clientId: string }) {
  const t = useTranslations("client");
  const { can, isPersonal } = useOrgContext();
  const { push, replace } = useLocalizedNavigation();
  const client = useClient(clientId);
  const contacts = useContacts(clientId);
  const members = useMembers();
  const tags = useTags();
  const { change, isStale, reload } = useClientEdit(clientId);
  const deleteClient = useDeleteClientWithUndo();
  const composer = useRef<ComposerHandle>(null);
  const [tab, setTab] = useQueryState("tab", parseAsStringLiteral(CLIENT_TABS).withDefault("timeline").withOptions({ history: "replace" }));
  const [isCreatingDeal, setCreatingDeal] = useState(false);
  useBreadcrumb(client.data?.name);
  useLiveClients();
  // One that was merged is answered with who stayed.
  const survivorId = client.data && client.data.id !== clientId ? client.data.id : null;
  useEffect(() => {
    if (survivorId) replace(paths.client(survivorId));
  }, [survivorId, replace]);

  const canNote = can("timeline:write");
  const writeNote = () => {
    void setTab("timeline");
    composer.current?.open("note");
  };
  useShortcut("n", t("shortcut.note"), (event) => (event.preventDefault(), writeNote()), { group: t("title"), enabled: canNote });

  if (client.isPending) return <ClientPageSkeleton />;
  const isMissing = client.error instanceof ApiError && (client.error.status === 404 || client.error.status === 422);
  if (!client.data || isMissing) {
    if (!isMissing) return <ErrorState error={client.error} onRetry={() => void client.refetch()} />;
    return (
      <EmptyState
        icon={UserX}
        title={t("notFound.title")}
        description={t("notFound.text")}
        action={
          <Button asChild variant="outline">
            <Link href={paths.clients()}>{t("back")}</Link>
          </Button>
        }
      />
    );
  }

  const { data } = client;
  const isReadOnly = !can("client:write");
  const people = flatten(contacts.data);
  const mainContact = contacts.data ? (people.find((person) => person.is_primary) ?? people[0]) : data.primary_contact;
  const createDeal = can("deal:write") ? () => setCreatingDeal(true) : undefined;
  const handleDelete = () => {
    push(paths.clients());
    void deleteClient(data);
  };

  return (
    <div className="flex min-h-0 flex-1 flex-col">
      <ClientHeader
        client={data}
        email={data.email ?? mainContact?.email ?? null}
        phone={data.phone ?? mainContact?.phone ?? null}
        members={members.data ?? []}
        showOwner={!isPersonal}
        isReadOnly={isReadOnly}
        onChange={change}
        onNote={canNote ? writeNote : undefined}
        onDelete={can("client:delete") ? handleDelete : undefined}
      />
      {isStale && <StaleNotice onReload={reload} />}
      <ClientTabs value={tab} onChange={(next) => void setTab(next)} />
      <div className="flex min-h-0 flex-1 lg:grid lg:grid-cols-[22rem_minmax(0,1fr)] xl:grid-cols-[25rem_minmax(0,1fr)]">
        <div className={cn("scrollbar-thin min-h-0 min-w-0 flex-1 overflow-y-auto lg:border-r", tab === "timeline" && "max-lg:hidden")}>
          <Section title={t("details")} className={cn(tab !== "details" && "max-lg:hidden")}>
            <ClientDetails client={data} onChange={change} tagSuggestions={tags.data ?? []} isReadOnly={isReadOnly} />
            <OwnFields
              entity="client"
              values={data.custom_fields}
              isReadOnly={isReadOnly}
              onSave={(changes, field) =>
                change({ custom_fields: changes }, field, { custom_fields: { ...data.custom_fields, ...changes } })
              }
            />
          </Section>
          <Section title={t("tab.tasks")} className={cn(tab !== "tasks" && "max-lg:hidden")}>
            <RecordTasks clientId={clientId} />
          </Section>
          <ClientPeople clientId={clientId} className={cn(tab !== "people" && "max-lg:hidden")} />
          <ClientDeals clientId={clientId} onCreate={createDeal} className={cn(tab !== "deals" && "max-lg:hidden", "lg:border-b-0")} />
        </div>
        <div className={cn("flex min-h-0 min-w-0 flex-1 flex-col", tab !== "timeline" && "max-lg:hidden")}>
          <ClientTimeline clientId={clientId} composer={composer} onCreateDeal={createDeal} />
        </div>
      </div>
      {isCreatingDeal && <CreateDeal clientId={clientId} onClose={() => setCreatingDeal(false)} onCreated={() => undefined} />}
    </div>
  );
}
