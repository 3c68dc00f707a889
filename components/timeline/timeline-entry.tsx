"use client";

import { MoreHorizontal, Pencil, Trash2 } from "lucide-react";
import { useTranslations } from "next-intl";
import { type ReactNode, useState } from "react";

import { Button } from "@/components/ui/button";
import { DropdownMenu, DropdownMenuContent, DropdownMenuItem, DropdownMenuTrigger } from "@/components/ui/dropdown-menu";
import { useFormat } from "@/hooks/use-format";
import { cn } from "@/lib/utils";
import type { TimelineEntry } from "@/services/timeline";

import { EntryEditor } from "./entry-editor";
import { EntryFacts } from "./entry-facts";
import { EntryIcon } from "./entry-icon";
import { isToldByProduct, isWritten } from "./entry-sentence";
import { EntryStory } from "./entry-story";

/** Characters above which a text starts folded. */
const FOLD_ABOVE = 600;

export interface TimelineEntryActions {
  /** Saves a new text; resolves with the reason when it was refused. Without it nothing can be edited. */
  onEdit?: (entry: TimelineEntry, content: string) => Promise<string | null>;
  /** Deletes at once; undo is the caller's toast. */
  onDelete?: (entry: TimelineEntry) => void;
  /** Wraps the title of a deal, in a link to its panel for example. */
  renderDeal?: (dealId: string, title: ReactNode) => ReactNode;
  /** Shows which client an entry belongs to, in a link for example; for timelines of several clients. */
  renderClient?: (clientId: string, name: string) => ReactNode;
}

export interface TimelineEntryItemProps extends TimelineEntryActions {
  entry: TimelineEntry;
  /** The text being edited, kept by the list so that scrolling away loses nothing; null when not editing. */
  draft: string | null;
  onDraftChange: (draft: string | null) => void;
  /** Not stored yet: shown paler, without actions. */
  isPending?: boolean;
  /** Draws the line to the entry below. */
  isConnected?: boolean;
}

export function TimelineEntryItem(props: TimelineEntryItemProps) {
  const { entry, isPending = false, isConnected = true } = props;
  const isTold = isToldByProduct(entry);
  return (
    <div className={cn("group/entry relative flex gap-3 pb-4", isPending && "opacity-60")} aria-busy={isPending || undefined}>
      {isConnected && <span className="absolute bottom-0 left-3.5 top-8 w-px bg-border" aria-hidden />}
      <span
        className={cn(
          "relative z-10 flex size-7 shrink-0 items-center justify-center rounded-full bg-background",
          isTold ? "text-muted-foreground" : "border text-foreground",
        )}
      >
        <EntryIcon type={entry.type} />
      </span>
      <div className="min-w-0 flex-1 pt-1">{isTold ? <Told {...props} /> : <Written {...props} />}</div>
    </div>
  );
}

function Told({ entry, renderDeal, renderClient }: TimelineEntryItemProps) {
  return (
    <p className="break-words text-sm text-muted-foreground">
      <EntryStory entry={entry} renderDeal={renderDeal} />
      {renderClient && <> · {renderClient(entry.client_id, entry.client_name)}</>} <Moment at={entry.timestamp} />
    </p>
  );
}

function Written({ entry, draft, onDraftChange, isPending, onEdit, onDelete, renderClient }: TimelineEntryItemProps) {
  const t = useTranslations("timeline");
  const format = useFormat();
  const canChange = isWritten(entry) && !isPending;
  return (
    <>
      <div className="flex min-h-5 items-start gap-2">
        <p className="min-w-0 flex-1 text-sm text-muted-foreground">
          <span className="font-medium text-foreground">{entry.user_name ?? t("someone")}</span>
          {" · "}
          {t(`type.${entry.type}`)}
          {renderClient && <> · {renderClient(entry.client_id, entry.client_name)}</>} <Moment at={entry.timestamp} />
          {entry.edited_at && (
            <span className="text-xs" title={t("editedAt", { when: format.date(entry.edited_at, "datetime") })}>
              {" · "}
              {t("edited")}
            </span>
          )}
          {isPending && <span className="sr-only">{t("pending")}</span>}
        </p>
        {canChange && (onEdit || onDelete) && (
          <EntryMenu onEdit={onEdit && (() => onDraftChange(entry.content))} onDelete={onDelete && (() => onDelete(entry))} />
        )}
      </div>
      <EntryFacts type={entry.type} metadata={entry.metadata} />
      {draft !== null && onEdit ? (
        <EntryEditor text={draft} onTextChange={onDraftChange} onSave={(text) => onEdit(entry, text)} onClose={() => onDraftChange(null)} />
      ) : (
        <EntryText content={entry.content} />
      )}
    </>
  );
}

function Moment({ at }: { at: string }) {
  const format = useFormat();
  return (
    <time dateTime={at} title={format.date(at, "datetime")} className="tabular whitespace-nowrap text-xs text-muted-foreground">
      {format.date(at, "time")}
    </time>
  );
}

function EntryText({ content }: { content: string }) {
  const t = useTranslations("timeline");
  const [isOpen, setIsOpen] = useState(false);
  const isLong = content.length > FOLD_ABOVE || content.split("\n").length > 12;
  return (
    <>
      <p className={cn("mt-0.5 whitespace-pre-wrap break-words text-sm leading-relaxed", isLong && !isOpen && "line-clamp-6")} dir="auto">
        {content}
      </p>
      {isLong && (
        <Button variant="link" size="sm" className="px-0" aria-expanded={isOpen} onClick={() => setIsOpen(!isOpen)}>
          {t(isOpen ? "showLess" : "showMore")}
        </Button>
      )}
    </>
  );
}

function EntryMenu({ onEdit, onDelete }: { onEdit?: () => void; onDelete?: () => void }) {
  const t = useTranslations("timeline");
  return (
    <DropdownMenu>
      <DropdownMenuTrigger asChild>
        <Button
          variant="ghost"
          size="icon-sm"
          aria-label={t("actions")}
          className="-my-1 max-md:size-11 md:opacity-0 md:focus-visible:opacity-100 md:group-focus-within/entry:opacity-100 md:group-hover/entry:opacity-100 md:data-[state=open]:opacity-100 coarse:opacity-100"
        >
          <MoreHorizontal aria-hidden />
        </Button>
      </DropdownMenuTrigger>
      {/* The editor takes the focus itself. */}
      <DropdownMenuContent align="end" onCloseAutoFocus={(event) => event.preventDefault()}>
        {onEdit && (
          <DropdownMenuItem onSelect={onEdit}>
            <Pencil aria-hidden />
            {t("edit")}
          </DropdownMenuItem>
        )}
        {onDelete && (
          <DropdownMenuItem destructive onSelect={onDelete}>
            <Trash2 aria-hidden />
            {t("delete")}
          </DropdownMenuItem>
        )}
      </DropdownMenuContent>
    </DropdownMenu>
  );
}
