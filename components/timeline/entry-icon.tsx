import { CalendarDays, CircleDot, Handshake, Mail, MessageCircle, Phone, SquareCheck, StickyNote } from "lucide-react";

import type { TimelineEntry } from "@/services/timeline";

const ICONS = {
  call: Phone,
  email: Mail,
  note: StickyNote,
  meeting: CalendarDays,
  whatsapp: MessageCircle,
  task: SquareCheck,
  deal: Handshake,
  system: CircleDot,
} as const;

/** Its meaning is always in the text beside it, so it stays silent. */
export function EntryIcon({ type }: { type: TimelineEntry["type"] }) {
  const Icon = ICONS[type];
  return <Icon className="size-3.5" aria-hidden />;
}
