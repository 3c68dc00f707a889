"use client";

import { Ellipsis, ExternalLink, Trash2 } from "lucide-react";
import { useTranslations } from "next-intl";
import type { MouseEvent } from "react";

import { RelativeTime } from "@/components/common/relative-time";
import { UserAvatar } from "@/components/common/user-avatar";
import { Button } from "@/components/ui/button";
import { DropdownMenu, DropdownMenuContent, DropdownMenuItem, DropdownMenuTrigger } from "@/components/ui/dropdown-menu";
import { useFormat } from "@/hooks/use-format";
import { Link } from "@/i18n/navigation";
import { formatPhone } from "@/lib/format-phone";
import { paths } from "@/lib/paths";
import { cn } from "@/lib/utils";
import type { Client } from "@/services/client";

import { GRID } from "./client-columns";
import { KindIcon } from "./kind-icon";
import { TagList } from "./tag-list";

export interface ClientRowProps {
  client: Client;
  /** A workspace of one person has no owners. */
  showOwner: boolean;
  /** Pointer or focus rests on it: a good moment to fetch. */
  onApproach: (client: Client) => void;
  onOpen: (client: Client) => void;
  /** Absent when the role doesn't allow it. */
  onDelete?: (client: Client) => void;
}

/** A row of the table; on a phone the same cells stand as a card. */
export function ClientRow({ client, showOwner, onApproach, onOpen, onDelete }: ClientRowProps) {
  const t = useTranslations("client");
  const format = useFormat();
  // A company often has no handle of its own: its main contact's are shown, with whose they are.
  const person = client.email || client.phone ? null : client.primary_contact;
  const email = client.email ?? person?.email;
  const number = client.phone ?? person?.phone;
  const phone = number && formatPhone(number);
  const handleClick = (event: MouseEvent<HTMLDivElement>) => {
    const isControl = (event.target as HTMLElement).closest("a, button, [role=menuitem]");
    if (!isControl && !window.getSelection()?.toString()) onOpen(client);
  };
  return (
    <div
      className={cn(
        GRID,
        "min-h-11 cursor-pointer border-b px-4 py-2.5 transition-colors hover:bg-accent/60 has-[a:focus-visible]:bg-accent md:px-6 md:py-1.5",
      )}
      onClick={handleClick}
      onPointerEnter={() => onApproach(client)}
    >
      <div role="cell" className="flex min-w-0 items-center gap-3">
        <KindIcon kind={client.kind} />
        <div className="min-w-0">
          <Link
            href={paths.client(client.id)}
            prefetch={false}
            data-row-link
            onFocus={() => onApproach(client)}
            className="block truncate font-medium underline-offset-4 hover:underline max-md:py-1"
          >
            {client.name}
          </Link>
          <div className="space-y-1 text-xs text-muted-foreground md:hidden">
            <p className="truncate">{[person?.name, email, phone].filter(Boolean).join(" · ") || t(`kind.${client.kind}`)}</p>
            {client.tags.length > 0 && <TagList tags={client.tags} max={3} />}
            <p className="truncate">
              {t("openDeals", { count: client.open_deals_count })}
              {" · "}
              {client.last_activity_at ? <RelativeTime value={client.last_activity_at} /> : t("noActivity")}
              {showOwner && client.owner_name && ` · ${client.owner_name}`}
            </p>
          </div>
        </div>
      </div>
      <div role="cell" className="hidden min-w-0 text-muted-foreground lg:block">
        <p className="truncate">{email ?? phone}</p>
        {person && (email ?? phone) ? (
          <p className="truncate text-xs">{[person.name, email && phone].filter(Boolean).join(" · ")}</p>
        ) : (
          email && phone && <p className="tabular truncate text-xs">{phone}</p>
        )}
      </div>
      <div role="cell" className="hidden min-w-0 md:block">
        {showOwner && client.owner_name && (
          <span className="flex min-w-0 items-center gap-2">
            <UserAvatar size="sm" name={client.owner_name} id={client.owner_id ?? undefined} />
            <span className="truncate">{client.owner_name}</span>
          </span>
        )}
      </div>
      <div role="cell" className="hidden min-w-0 xl:block">
        <TagList tags={client.tags} max={2} />
      </div>
      <div role="cell" className={cn("tabular hidden text-right xl:block", client.open_deals_count === 0 && "text-muted-foreground")}>
        {format.number(client.open_deals_count)}
      </div>
      <div role="cell" className="hidden truncate text-muted-foreground md:block">
        {client.last_activity_at ? <RelativeTime value={client.last_activity_at} /> : "–"}
      </div>
      <div role="cell" className="hidden truncate text-muted-foreground xl:block">
        {format.date(client.created_at, "medium")}
      </div>
      <div role="cell" className="flex justify-end">
        <DropdownMenu>
          <DropdownMenuTrigger asChild>
            <Button variant="ghost" size="icon-sm" className="max-md:size-11" aria-label={t("rowActions", { name: client.name })}>
              <Ellipsis aria-hidden />
            </Button>
          </DropdownMenuTrigger>
          <DropdownMenuContent align="end">
            <DropdownMenuItem onSelect={() => onOpen(client)}>
              <ExternalLink aria-hidden />
              {t("open")}
            </DropdownMenuItem>
            {onDelete && (
              <DropdownMenuItem destructive onSelect={() => onDelete(client)}>
                <Trash2 aria-hidden />
                {t("delete")}
              </DropdownMenuItem>
            )}
          </DropdownMenuContent>
        </DropdownMenu>
      </div>
    </div>
  );
}
