"use client";

import { Ellipsis, Mail, MessageCircle, Pencil, Phone, Star, Trash2 } from "lucide-react";
import { useTranslations } from "next-intl";

import { UserAvatar } from "@/components/common/user-avatar";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { DropdownMenu, DropdownMenuContent, DropdownMenuItem, DropdownMenuTrigger } from "@/components/ui/dropdown-menu";
import { formatPhone } from "@/lib/format-phone";
import type { Contact } from "@/services/contact";

import { HandleLink } from "./handle-link";
import { emailUrl, phoneUrl, whatsappUrl } from "./handle-links";

export interface ContactListProps {
  contacts: Contact[];
  /** Absent when the role may only look. */
  onEdit?: (contact: Contact) => void;
  onMakePrimary?: (contact: Contact) => void;
  onDelete?: (contact: Contact) => void;
}

export function ContactList({ contacts, onEdit, onMakePrimary, onDelete }: ContactListProps) {
  const t = useTranslations("contact");
  const tc = useTranslations("client");
  return (
    <ul className="-mx-2">
      {contacts.map((contact) => {
        const whatsapp = contact.phone && whatsappUrl(contact.phone);
        return (
          <li key={contact.id} className="group/contact flex items-center gap-3 rounded-md px-2 py-2 hover:bg-accent/60">
            <UserAvatar name={contact.name} id={contact.id} />
            <div className="min-w-0 flex-1">
              <p className="flex min-w-0 items-center gap-1.5 font-medium">
                <span className="truncate">{contact.name}</span>
                {contact.is_primary && <Badge className="shrink-0">{t("primary")}</Badge>}
              </p>
              <p className="truncate text-xs text-muted-foreground">
                {[contact.title, contact.email, contact.phone && formatPhone(contact.phone)].filter(Boolean).join(" · ")}
              </p>
            </div>
            <div className="flex shrink-0 items-center">
              {contact.email && <HandleLink href={emailUrl(contact.email)} label={tc("emailTo", { address: contact.email })} Icon={Mail} />}
              {contact.phone && <HandleLink href={phoneUrl(contact.phone)} label={tc("callTo", { number: contact.phone })} Icon={Phone} />}
              {whatsapp && (
                <span className="max-sm:hidden">
                  <HandleLink href={whatsapp} label={tc("whatsappTo", { number: contact.phone ?? "" })} Icon={MessageCircle} isExternal />
                </span>
              )}
              {onEdit && onDelete && (
                <DropdownMenu>
                  <DropdownMenuTrigger asChild>
                    <Button variant="ghost" size="icon-sm" className="max-md:size-11" aria-label={t("actions", { name: contact.name })}>
                      <Ellipsis aria-hidden />
                    </Button>
                  </DropdownMenuTrigger>
                  <DropdownMenuContent align="end">
                    <DropdownMenuItem onSelect={() => onEdit(contact)}>
                      <Pencil aria-hidden />
                      {t("edit")}
                    </DropdownMenuItem>
                    {onMakePrimary && !contact.is_primary && (
                      <DropdownMenuItem onSelect={() => onMakePrimary(contact)}>
                        <Star aria-hidden />
                        {t("makePrimary")}
                      </DropdownMenuItem>
                    )}
                    <DropdownMenuItem destructive onSelect={() => onDelete(contact)}>
                      <Trash2 aria-hidden />
                      {t("delete")}
                    </DropdownMenuItem>
                  </DropdownMenuContent>
                </DropdownMenu>
              )}
            </div>
          </li>
        );
      })}
    </ul>
  );
}
