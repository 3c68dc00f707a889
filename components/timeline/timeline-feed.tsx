"use client";

import { useState } from "react";

import { useTimeZone } from "@/hooks/use-time-zone";
import type { TimelineEntry } from "@/services/timeline";

import { DayHeading } from "./day-heading";
import { type TimelineEntryActions, TimelineEntryItem } from "./timeline-entry";
import { startsDay } from "./timeline-rows";

export interface TimelineFeedProps extends TimelineEntryActions {
  /** Newest first. For a panel or a card with some dozens of entries; longer ones belong in `TimelineWindow`. */
  entries: TimelineEntry[];
  label: string;
}

export function TimelineFeed({ entries, label, ...actions }: TimelineFeedProps) {
  const timeZone = useTimeZone();
  const [editing, setEditing] = useState<{ id: string; text: string } | null>(null);
  return (
    <ol aria-label={label}>
      {entries.map((entry, index) => (
        <li key={entry.id}>
          {startsDay(entries, index, timeZone) && <DayHeading at={entry.timestamp} />}
          <TimelineEntryItem
            entry={entry}
            draft={editing?.id === entry.id ? editing.text : null}
            onDraftChange={(text) => setEditing(text === null ? null : { id: entry.id, text })}
            isConnected={index < entries.length - 1}
            {...actions}
          />
        </li>
      ))}
    </ol>
  );
}
