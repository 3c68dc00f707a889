"use client";

import { useTranslations } from "next-intl";

import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { useFormat } from "@/hooks/use-format";
import { Link } from "@/i18n/navigation";
import { formatPhone } from "@/lib/format-phone";
import { paths } from "@/lib/paths";
import type { Client } from "@/services/client";
import type { DuplicatePair as Pair, DuplicateReason } from "@/services/client-merge";

import { KindIcon } from "./kind-icon";

export interface DuplicatePairProps {
  pair: Pair;
  /** Absent when the role doesn't allow it. */
  onCompare?: () => void;
}

export function DuplicatePair({ pair, onCompare }: DuplicatePairProps) {
  const t = useTranslations("client.duplicates");
  return (
    <li className="rounded-lg border bg-card p-4">
      <div className="flex flex-wrap items-center justify-between gap-x-4 gap-y-3">
        <ul className="flex flex-wrap gap-1.5" aria-label={t("reasons")}>
          {pair.reasons.map((reason) => (
            <li key={`${reason.kind}-${reason.value}`}>
              <Badge variant="secondary" className="font-normal">
                {t(`reason.${reason.kind}`)}
                {reason.kind !== "name" && <span className="ml-1 max-w-56 truncate text-muted-foreground">{shown(reason)}</span>}
              </Badge>
            </li>
          ))}
        </ul>
        {onCompare && (
          <Button size="sm" variant="outline" className="max-md:h-11 max-md:w-full" onClick={onCompare}>
            {t("compare")}
          </Button>
        )}
      </div>
      <div className="mt-3 grid gap-3 sm:grid-cols-2">
        {pair.clients.map((client) => (
          <Half key={client.id} client={client} />
        ))}
      </div>
    </li>
  );
}

const shown = ({ kind, value }: DuplicateReason) => (kind === "phone" ? formatPhone(value) : value);

function Half({ client }: { client: Client }) {
  const t = useTranslations("client.duplicates");
  const format = useFormat();
  return (
    <div className="flex min-w-0 items-start gap-3">
      <KindIcon kind={client.kind} className="mt-0.5 size-8" />
      <div className="min-w-0">
        <Link href={paths.client(client.id)} className="block truncate font-medium underline-offset-4 hover:underline">
          {client.name}
        </Link>
        <p className="truncate text-xs text-muted-foreground">
          {[client.email, client.phone && formatPhone(client.phone)].filter(Boolean).join(" · ") || t("noHandle")}
        </p>
        <p className="text-xs text-muted-foreground">
          {t("facts", { since: format.date(client.created_at, "medium"), deals: client.open_deals_count })}
        </p>
      </div>
    </div>
  );
}
