import { AlarmClock, CircleCheck, CircleX, FileUp, Handshake, KeyRound, ListChecks, UserPlus, Users, type LucideIcon } from "lucide-react";

import { paths } from "@/lib/paths";
import type { components } from "@/types/api";

export type Notification = components["schemas"]["Notification"];

export const ICONS: Record<Notification["event"], LucideIcon> = {
  "deal.assigned": Handshake,
  "deal.won": CircleCheck,
  "deal.lost": CircleX,
  "client.assigned": Users,
  "task.assigned": ListChecks,
  "task.due": AlarmClock,
  "import.finished": FileUp,
  "invite.accepted": UserPlus,
  "member.joined": UserPlus,
  "api_key.expiring": KeyRound,
};

/** The page of what it is about. */
export function placeOf({ entity_type, entity_id }: Notification): string {
  switch (entity_type) {
    case "deal":
      return paths.deal(entity_id);
    case "client":
      return paths.client(entity_id);
    case "task":
      return paths.task(entity_id);
    case "import":
      return paths.import(entity_id);
    case "member":
      return paths.team();
    case "api_key":
      return paths.settings("api-keys");
  }
}
