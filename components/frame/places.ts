import {
  ChartNoAxesColumn,
  FileUp,
  KanbanSquare,
  LayoutDashboard,
  ListChecks,
  Settings,
  Users,
  UsersRound,
  type LucideIcon,
} from "lucide-react";

import { paths } from "@/lib/paths";

export interface Place {
  /** Key under messages `nav`. */
  name: "dashboard" | "pipeline" | "clients" | "tasks" | "reports" | "import" | "team" | "settings";
  href: string;
  icon: LucideIcon;
  /** Key sequence that goes there. */
  keys: string;
  /** Only where there are teams. */
  isForTeams?: boolean;
  /** Behind "more" on a phone, where the thumb has few places. */
  isSecondary?: boolean;
}

export const MAIN_PLACES: readonly Place[] = [
  { name: "dashboard", href: paths.dashboard(), icon: LayoutDashboard, keys: "g d" },
  { name: "pipeline", href: paths.pipeline(), icon: KanbanSquare, keys: "g p" },
  { name: "clients", href: paths.clients(), icon: Users, keys: "g c" },
  { name: "tasks", href: paths.tasks(), icon: ListChecks, keys: "g k" },
  { name: "reports", href: paths.reports(), icon: ChartNoAxesColumn, keys: "g r", isSecondary: true },
];

export const MORE_PLACES: readonly Place[] = [
  { name: "import", href: paths.imports(), icon: FileUp, keys: "g i" },
  { name: "team", href: paths.team(), icon: UsersRound, keys: "g t", isForTeams: true },
  { name: "settings", href: paths.settings(), icon: Settings, keys: "g s" },
];

export const ALL_PLACES: readonly Place[] = [...MAIN_PLACES, ...MORE_PLACES];

/** The places further down that are there for these people. */
export function morePlaces({ hasTeams }: { hasTeams: boolean }): readonly Place[] {
  return MORE_PLACES.filter((place) => hasTeams || !place.isForTeams);
}

export function isAt(pathname: string, place: Place): boolean {
  return place.href === paths.dashboard() ? pathname === place.href : pathname === place.href || pathname.startsWith(`${place.href}/`);
}
