"use client";

import { useVirtualizer } from "@tanstack/react-virtual";
import { useTranslations } from "next-intl";
import { type ReactNode, useEffect, useLayoutEffect, useRef, useState } from "react";

import { useTimeZone } from "@/hooks/use-time-zone";
import type { TimelineEntry } from "@/services/timeline";

import { DayHeading } from "./day-heading";
import { type TimelineEntryActions, TimelineEntryItem } from "./timeline-entry";
import { startsDay } from "./timeline-rows";

const ENTRY_HEIGHT = 84;
/** Rows from the end at which older entries are asked for. */
const LOAD_AHEAD = 8;

export interface TimelineWindowProps extends TimelineEntryActions {
  /** Newest first. */
  entries: TimelineEntry[];
  label: string;
  hasMore: boolean;
  isLoadingMore: boolean;
  onLoadMore: () => void;
  isPending?: (entry: TimelineEntry) => boolean;
  /** Below the last entry. */
  footer?: ReactNode;
}

/** A timeline of any length in its own scrolling area: only what is seen is in the page, and new entries keep the place. */
export function TimelineWindow(props: TimelineWindowProps) {
  const { entries, label, hasMore, isLoadingMore, onLoadMore, isPending, footer, ...actions } = props;
  const t = useTranslations("timeline");
  const timeZone = useTimeZone();
  const scroller = useRef<HTMLDivElement>(null);
  const [editing, setEditing] = useState<{ id: string; text: string } | null>(null);
  const rows = useVirtualizer({
    count: entries.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ENTRY_HEIGHT,
    getItemKey: (index) => entries[index]?.id ?? index,
    overscan: 8,
  });
  const items = rows.getVirtualItems();
  const lastShown = items.at(-1)?.index ?? -1;
  useEffect(() => {
    if (hasMore && !isLoadingMore && lastShown >= entries.length - LOAD_AHEAD) onLoadMore();
  }, [hasMore, isLoadingMore, lastShown, entries.length, onLoadMore]);

  // What arrives above the reader's place must not push it away; at the very top it simply appears.
  const anchor = useRef<{ id: string; start: number } | null>(null);
  useLayoutEffect(() => {
    const { current: area } = scroller;
    const before = anchor.current;
    if (!area || !before || area.scrollTop === 0) return;
    const index = entries.findIndex((entry) => entry.id === before.id);
    const start = rows.measurementsCache[index]?.start;
    if (start !== undefined && start !== before.start) area.scrollTop += start - before.start;
    // eslint-disable-next-line react-hooks/exhaustive-deps -- only a change of the entries may move the place
  }, [entries]);
  useEffect(() => {
    const first = items.find((row) => row.end > (rows.scrollOffset ?? 0));
    const entry = first && entries[first.index];
    anchor.current = entry ? { id: entry.id, start: first.start } : null;
  });

  return (
    <div
      ref={scroller}
      className="scrollbar-thin min-h-0 flex-1 overflow-y-auto px-4 pt-3 md:px-6"
      tabIndex={0}
      role="region"
      aria-label={label}
    >
      <ol className="relative mx-auto max-w-3xl" style={{ height: rows.getTotalSize() }}>
        {items.map((row) => {
          const entry = entries[row.index];
          return (
            entry && (
              <li
                key={row.key}
                ref={rows.measureElement}
                data-index={row.index}
                className="absolute inset-x-0 top-0"
                style={{ transform: `translateY(${row.start}px)` }}
              >
                {startsDay(entries, row.index, timeZone) && <DayHeading at={entry.timestamp} />}
                <TimelineEntryItem
                  entry={entry}
                  draft={editing?.id === entry.id ? editing.text : null}
                  onDraftChange={(text) => setEditing(text === null ? null : { id: entry.id, text })}
                  isPending={isPending?.(entry)}
                  isConnected={hasMore || row.index < entries.length - 1}
                  {...actions}
                />
              </li>
            )
          );
        })}
      </ol>
      {footer}
      <p role="status" className="mx-auto max-w-3xl pb-6 text-center text-xs text-muted-foreground">
        {isLoadingMore ? t("loadingMore") : !hasMore && entries.length > 20 ? t("end") : ""}
      </p>
    </div>
  );
}
