"use client";

import { PanelLeftClose, PanelLeftOpen } from "lucide-react";
import { useTranslations } from "next-intl";
import type { ReactNode } from "react";

import { LogoMark } from "@/components/common/logo";
import { isAt, MAIN_PLACES, MORE_PLACES, type Place } from "@/components/frame/places";
import { Badge } from "@/components/ui/badge";
import { Kbd } from "@/components/common/kbd";
import { Link } from "@/i18n/navigation";
import { cn } from "@/lib/utils";
import type { SessionOrganization } from "@/stores/session";

export interface SidebarProps {
  organization: SessionOrganization;
  pathname: string;
  isCollapsed: boolean;
  onToggle: () => void;
  /** The user menu at the foot. */
  footer: ReactNode;
}

export function Sidebar({ organization, pathname, isCollapsed, onToggle, footer }: SidebarProps) {
  const t = useTranslations("nav");
  const Toggle = isCollapsed ? PanelLeftOpen : PanelLeftClose;
  const toggleLabel = isCollapsed ? t("expand") : t("collapse");
  return (
    <aside
      className={cn("hidden shrink-0 flex-col border-r bg-sidebar transition-[width] duration-150 md:flex", isCollapsed ? "w-14" : "w-56")}
      aria-label={t("menu")}
    >
      <div className={cn("flex h-14 items-center gap-2.5 px-3", isCollapsed && "justify-center px-0")}>
        <LogoMark className="size-7" />
        {!isCollapsed && (
          <div className="flex min-w-0 flex-1 flex-col items-start">
            <span className="max-w-full truncate font-semibold leading-5 tracking-tight" title={organization.name}>
              {organization.is_personal ? t("workspace") : organization.name}
            </span>
            <Badge variant="outline" className="px-1 py-0 leading-[0.875rem]">
              {t(`plan.${organization.plan}`)}
            </Badge>
          </div>
        )}
      </div>
      <nav aria-label={t("main")} className="flex flex-1 flex-col gap-0.5 overflow-y-auto p-2">
        {MAIN_PLACES.map((place) => (
          <SidebarLink key={place.name} place={place} isActive={isAt(pathname, place)} isCollapsed={isCollapsed} />
        ))}
        <div className="flex-1" />
        {MORE_PLACES.map((place) => (
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

function SidebarLink({ place, isActive, isCollapsed }: { place: Place; isActive: boolean; isCollapsed: boolean }) {
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
        </>
      )}
    </Link>
  );
}
