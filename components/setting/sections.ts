import {
  Bell,
  Building2,
  Database,
  Kanban,
  KeyRound,
  ListPlus,
  ScrollText,
  ShieldCheck,
  SlidersHorizontal,
  UserRound,
  type LucideIcon,
} from "lucide-react";

import type { OrgContextValue } from "@/hooks/use-org-context";
import { paths } from "@/lib/paths";

export interface Section {
  /** Key under messages `settings.section`, and the last part of the URL. */
  name:
    | "profile"
    | "security"
    | "preferences"
    | "notifications"
    | "organization"
    | "pipeline"
    | "custom-fields"
    | "api-keys"
    | "audit-log"
    | "data";
  icon: LucideIcon;
  /** Whom it belongs to: the person, or everyone in the organization. */
  group: "personal" | "shared";
  /** Left out of the list, and not found, for whom it is false. */
  isFor?: (context: Pick<OrgContextValue, "can" | "isPersonal" | "features">) => boolean;
}

export const SECTIONS: readonly Section[] = [
  { name: "profile", icon: UserRound, group: "personal" },
  { name: "security", icon: ShieldCheck, group: "personal" },
  { name: "preferences", icon: SlidersHorizontal, group: "personal" },
  { name: "notifications", icon: Bell, group: "personal" },
  { name: "data", icon: Database, group: "personal" },
  { name: "organization", icon: Building2, group: "shared" },
  { name: "pipeline", icon: Kanban, group: "shared" },
  { name: "custom-fields", icon: ListPlus, group: "shared" },
  { name: "api-keys", icon: KeyRound, group: "shared", isFor: ({ can }) => can("api_key:read") },
  { name: "audit-log", icon: ScrollText, group: "shared", isFor: ({ can }) => can("audit:read") },
];

/** The profile is what /admin/settings itself shows. */
export function sectionHref({ name }: Section): string {
  return name === "profile" ? paths.settings() : paths.settings(name);
}
