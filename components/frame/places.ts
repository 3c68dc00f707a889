import { FileUp, KanbanSquare, LayoutDashboard, Settings, Users, type LucideIcon } from "lucide-react";

import { paths } from "@/lib/paths";

export interface Place {
  /** Key under messages `nav`. */
  name: "dashboard" | "pipeline" | "clients" | "import" | "settings";
  href: string;
  icon: LucideIcon;
  /** Key sequence that goes there. */
  keys: string;
}

export const MAIN_PLACES: readonly Place[] = [
  { name: "dashboard", href: paths.dashboard(), icon: LayoutDashboard, keys: "g d" },
  { name: "pipeline", href: paths.pipeline(), icon: KanbanSquare, keys: "g p" },
  { name: "clients", href: paths.clients(), icon: Users, keys: "g c" },
];

export const MORE_PLACES: readonly Place[] = [
  { name: "import", href: paths.imports(), icon: FileUp, keys: "g i" },
  { name: "settings", href: paths.settings(), icon: Settings, keys: "g s" },
];

export const ALL_PLACES: readonly Place[] = [...MAIN_PLACES, ...MORE_PLACES];

export function isAt(pathname: string, place: Place): boolean {
  return place.href === paths.dashboard() ? pathname === place.href : pathname === place.href || pathname.startsWith(`${place.href}/`);
}
