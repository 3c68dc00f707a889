"use client";

import { Building2, Ellipsis, Mail, MessageCircle, Phone, StickyNote, Trash2, User } from "lucide-react";
import { useTranslations } from "next-intl";
import type { ReactNode } from "react";

import { RelativeTime } from "@/components/common/relative-time";
import { Button } from "@/components/ui/button";
import { DropdownMenu, DropdownMenuContent, DropdownMenuItem, DropdownMenuTrigger } from "@/components/ui/dropdown-menu";
import type { Client, ClientChanges } from "@/services/client";

import { emailUrl, phoneUrl, whatsappUrl } from "./handle-links";
import { InlineField } from "./inline-field";
import { KindIcon } from "./kind-icon";
import { OwnerMenu } from "./owner-menu";
import { TagList } from "./tag-list";

export interface ClientHeaderProps {
  client: Client;
  /** Of the client, else of its main contact. */
  email: string | null;
  phone: string | null;
  members: { user_id: string; full_name: string }[];
  showOwner: boolean;
  isReadOnly: boolean;
  onChange: (changes: ClientChanges, field: string, shown?: Partial<Client>) => Promise<string | null>;
  /** Absent when the role doesn't allow it. */
  onNote?: () => void;
  onDelete?: () => void;
}

export function ClientHeader({ client, email, phone, members, showOwner, isReadOnly, onChange, onNote, onDelete }: ClientHeaderProps) {
  const t = useTranslations("client");
  const whatsapp = phone && whatsappUrl(phone);
  const otherKind = client.kind === "company" ? "person" : "company";
  return (
    <header className="flex shrink-0 flex-wrap items-center gap-x-4 gap-y-2 border-b px-4 py-3 md:px-6">
      <div className="flex min-w-0 flex-1 basis-72 items-center gap-3">
        <KindIcon kind={client.kind} className="size-9" />
        <div className="min-w-0 flex-1">
          <h1 className="sr-only">{client.name}</h1>
          <InlineField
            label={t("rename")}
            hideLabel
            value={client.name}
            maxLength={200}
            isRequired
            isReadOnly={isReadOnly}
            className="-ml-2 h-8 max-w-xl truncate text-base font-semibold tracking-tight"
            onSave={(name) => onChange({ name }, "name")}
          />
          <div className="flex flex-wrap items-center gap-x-3 gap-y-1 text-xs text-muted-foreground">
            {showOwner && (
              <OwnerMenu
                ownerId={client.owner_id}
                ownerName={client.owner_name}
                members={members}
                isReadOnly={isReadOnly}
                onChange={(owner) =>
                  void onChange({ owner_id: owner?.user_id ?? null }, "owner_id", { owner_name: owner?.full_name ?? null })
                }
              />
            )}
            {client.tags.length > 0 && <TagList tags={client.tags} max={4} />}
            {client.last_activity_at && (
              <span className="max-sm:hidden">
                {t.rich("lastActivity", { when: () => <RelativeTime value={client.last_activity_at ?? ""} /> })}
              </span>
            )}
          </div>
        </div>
      </div>
      <div className="flex items-center gap-2 max-md:w-full">
        {onNote && (
          <Button variant="outline" className="max-md:h-11 max-md:flex-1" onClick={onNote}>
            <StickyNote aria-hidden />
            {t("note")}
          </Button>
        )}
        {email && (
          <ActionLink href={emailUrl(email)} title={t("emailTo", { address: email })} icon={<Mail aria-hidden />}>
            {t("email")}
          </ActionLink>
        )}
        {phone && (
          <ActionLink href={phoneUrl(phone)} title={t("callTo", { number: phone })} icon={<Phone aria-hidden />}>
            {t("call")}
          </ActionLink>
        )}
        {whatsapp && (
          <ActionLink href={whatsapp} title={t("whatsappTo", { number: phone })} icon={<MessageCircle aria-hidden />} isExternal>
            {t("whatsapp")}
          </ActionLink>
        )}
        {!isReadOnly && (
          <DropdownMenu>
            <DropdownMenuTrigger asChild>
              <Button variant="ghost" size="icon" className="max-md:size-11" aria-label={t("rowActions", { name: client.name })}>
                <Ellipsis aria-hidden />
              </Button>
            </DropdownMenuTrigger>
            <DropdownMenuContent align="end">
              <DropdownMenuItem onSelect={() => void onChange({ kind: otherKind }, "kind")}>
                {otherKind === "company" ? <Building2 aria-hidden /> : <User aria-hidden />}
                {t(`makeKind.${otherKind}`)}
              </DropdownMenuItem>
              {onDelete && (
                <DropdownMenuItem destructive onSelect={onDelete}>
                  <Trash2 aria-hidden />
                  {t("delete")}
                </DropdownMenuItem>
              )}
            </DropdownMenuContent>
          </DropdownMenu>
        )}
      </div>
    </header>
  );
}

interface ActionLinkProps {
  href: string;
  title: string;
  icon: ReactNode;
  isExternal?: boolean;
  children: ReactNode;
}

/** Icon and word on a wide screen, icon alone between; each always has its full name. */
function ActionLink({ href, title, icon, isExternal = false, children }: ActionLinkProps) {
  return (
    <Button asChild variant="outline" className="max-md:h-11 max-md:flex-1 max-sm:px-2">
      <a href={href} title={title} {...(isExternal ? { target: "_blank", rel: "noopener noreferrer" } : {})}>
        {icon}
        <span className="max-xl:sr-only">{children}</span>
      </a>
    </Button>
  );
}
