"use client";

import { ChevronRight, KeyRound } from "lucide-react";
import { useTranslations } from "next-intl";
import { useId, useState } from "react";

import { AuditChanges, type AuditChangesProps } from "@/components/audit/audit-changes";
import { AuditSentence } from "@/components/audit/audit-sentence";
import { UserAvatar } from "@/components/common/user-avatar";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { useFormat } from "@/hooks/use-format";
import type { AuditFilters } from "@/hooks/use-audit-filters";
import { describeUserAgent } from "@/lib/user-agent";
import { cn } from "@/lib/utils";
import type { AuditEntry } from "@/services/audit";

const SHOWN_HASH_LENGTH = 16;

export interface AuditRowProps extends Pick<AuditChangesProps, "names"> {
  entry: AuditEntry;
  onFilter: (changes: Partial<AuditFilters>) => void;
}

/** One entry: its sentence, and behind it what changed, from where, and its place in the chain. */
export function AuditRow({ entry, names, onFilter }: AuditRowProps) {
  const t = useTranslations("audit");
  const format = useFormat();
  const id = useId();
  const [isOpen, setOpen] = useState(false);
  const where = [describeUserAgent(entry.user_agent), entry.ip_address].filter(Boolean).join(" · ");
  return (
    <li className={cn("group", isOpen && "bg-surface/60")}>
      <button
        type="button"
        aria-expanded={isOpen}
        aria-controls={id}
        onClick={() => setOpen(!isOpen)}
        className="flex w-full items-start gap-3 px-4 py-3 text-left transition-colors hover:bg-surface/60 focus-visible:outline-none focus-visible:ring-2 focus-visible:ring-inset focus-visible:ring-ring"
      >
        <UserAvatar name={entry.user_name ?? t("system")} id={entry.user_id ?? undefined} size="sm" />
        <span className="min-w-0 flex-1">
          <span className="block text-muted-foreground">
            <AuditSentence entry={entry} />
          </span>
          <span className="mt-0.5 flex flex-wrap items-center gap-x-2 gap-y-1 text-xs text-muted-foreground">
            <time dateTime={entry.created_at} className="tabular">
              {format.date(entry.created_at, "time")}
            </time>
            {where && <span className="min-w-0 [overflow-wrap:anywhere]">{where}</span>}
            {entry.api_key_id && (
              <Badge variant="outline">
                <KeyRound aria-hidden />
                {entry.api_key_name ? t("viaKey", { name: entry.api_key_name }) : t("goneKey")}
              </Badge>
            )}
          </span>
        </span>
        <ChevronRight
          aria-hidden
          className={cn(
            "mt-0.5 size-4 shrink-0 text-muted-foreground transition-transform motion-reduce:transition-none",
            isOpen && "rotate-90",
          )}
        />
      </button>
      {isOpen && (
        <div id={id} className="space-y-3 px-4 pb-4 pl-[3.25rem]">
          <AuditChanges changes={entry.changes} names={names} />
          <dl className="grid grid-cols-[auto_1fr] gap-x-4 gap-y-1 text-xs">
            <Fact name={t("details.when")} value={format.date(entry.created_at, "datetime")} />
            {entry.user_agent && <Fact name={t("details.from")} value={entry.user_agent} />}
            {entry.session_reference && <Fact name={t("details.session")} value={entry.session_reference} />}
            {entry.request_id && <Fact name={t("details.request")} value={entry.request_id} />}
            <Fact name={t("details.number")} value={entry.strand === 0 ? `${entry.sequence}` : `${entry.strand}–${entry.sequence}`} />
            <Fact name={t("details.hash")} value={`${entry.hash.slice(0, SHOWN_HASH_LENGTH)}…`} />
          </dl>
          <div className="flex flex-wrap gap-2">
            <Button variant="outline" size="sm" onClick={() => onFilter({ record: entry.entity_id })}>
              {t("details.onlyRecord")}
            </Button>
            <Button variant="outline" size="sm" onClick={() => onFilter({ action: entry.action })}>
              {t("details.onlyAction")}
            </Button>
          </div>
        </div>
      )}
    </li>
  );
}

function Fact({ name, value }: { name: string; value: string }) {
  return (
    <>
      <dt className="text-muted-foreground">{name}</dt>
      <dd className="tabular min-w-0 [overflow-wrap:anywhere]">{value}</dd>
    </>
  );
}
