"use client";

import { PanelLeftClose, PanelLeftOpen } from "lucide-react";
import { useTranslations } from "next-intl";
import type { ReactNode } from "react";

import { isAt, MAIN_PLACES, morePlaces, type Place } from "@/components/frame/places";
import { Kbd } from "@/components/common/kbd";
import { Link } from "@/i18n/navigation";
import { cn } from "@/lib/utils";

export interface SidebarProps {
  pathname: string;
  isCollapsed: boolean;
  onToggle: () => void;
  hasTeams: boolean;
  /** What waits there, by the place's name; hidden while the sidebar is narrow. */
  badges?: Partial<Record<Place["name"], ReactNode>>;
  /** Which organization this is. */
  header: ReactNode;
  /** The user menu at the foot. */
  footer: ReactNode;
}

export function Sidebar({ pathname, isCollapsed, onToggle, hasTeams, badges, header, footer }: SidebarProps) {
  const t = useTranslations("nav");
  const Toggle = isCollapsed ? PanelLeftOpen : PanelLeftClose;
  const toggleLabel = isCollapsed ? t("expand") : t("collapse");
  return (
    <aside
      className={cn("hidden shrink-0 flex-col border-r bg-sidebar transition-[width] duration-150 md:flex", isCollapsed ? "w-14" : "w-56")}
      aria-label={t("menu")}
    >
      <div className="flex h-14 items-center px-2">
        <div className="min-w-0 flex-1">{header}</div>
      </div>
      <nav aria-label={t("main")} className="flex flex-1 flex-col gap-0.5 overflow-y-auto p-2">
        {MAIN_PLACES.map((place) => (
          <SidebarLink
            key={place.name}
            place={place}
            isActive={isAt(pathname, place)}
            isCollapsed={isCollapsed}
            badge={badges?.[place.name]}
          />
        ))}
        <div className="flex-1" />
        {morePlaces({ hasTeams }).map((place) => (
          <SidebarLink key={place.name} place={place} isActive={isAt(pathname, place)} isCollapsed={isCollapsed} />
        ))}
      </nav>
      <div className={cn("flex items-center gap-1 border-t p-2", isCollapsed && "flex-col")}>
        <div className="min-w-0 flex-1">{footer}</div>
        <button
          type="button"
          onClick={onToggle}
          aria-label={toggleLabel}
          aria-expanded={!isCollapsed}
          title={toggleLabel}
          className="flex size-8 shrink-0 items-center justify-center rounded-md text-muted-foreground transition-colors hover:bg-accent hover:text-foreground coarse:size-11"
        >
          <Toggle className="size-4" aria-hidden />
        </button>
      </div>
    </aside>
  );
}

interface SidebarLinkProps {
  place: Place;
  isActive: boolean;
  isCollapsed: boolean;
  badge?: ReactNode;
}

function SidebarLink({ place, isActive, isCollapsed, badge }: SidebarLinkProps) {
  const t = useTranslations("nav");
  return (
    <Link
      href={place.href}
      prefetch
      aria-current={isActive ? "page" : undefined}
      aria-label={isCollapsed ? t(place.name) : undefined}
      title={isCollapsed ? t(place.name) : undefined}
      className={cn(
        "group flex h-8 items-center gap-2.5 rounded-md px-2 font-medium text-muted-foreground transition-colors hover:bg-accent hover:text-foreground coarse:h-11",
        isActive && "bg-accent text-foreground",
        isCollapsed && "justify-center px-0",
      )}
    >
      <place.icon className={cn("size-4 shrink-0", isActive && "text-primary-text")} aria-hidden />
      {!isCollapsed && (
        <>
          <span className="truncate">{t(place.name)}</span>
          <Kbd keys={place.keys} className="ml-auto opacity-0 transition-opacity group-hover:opacity-100 group-focus-visible:opacity-100" />
          {badge}
        </>
      )}
    </Link>
  );
}
