import {
  AlignLeft,
  Banknote,
  CalendarDays,
  CircleDot,
  Hash,
  Link as LinkIcon,
  ListChecks,
  type LucideIcon,
  ToggleLeft,
  UserRound,
} from "lucide-react";

import type { CustomFieldKind } from "@/services/custom-field";

export const KIND_ICONS: Record<CustomFieldKind, LucideIcon> = {
  text: AlignLeft,
  number: Hash,
  money: Banknote,
  date: CalendarDays,
  choice: CircleDot,
  multi_choice: ListChecks,
  boolean: ToggleLeft,
  url: LinkIcon,
  user: UserRound,
};
