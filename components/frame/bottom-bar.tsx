"use client";

import { Ellipsis, Search } from "lucide-react";
import { useTranslations } from "next-intl";
import type { ReactNode } from "react";

import { isAt, MAIN_PLACES } from "@/components/frame/places";
import { Link } from "@/i18n/navigation";
import { cn } from "@/lib/utils";

const itemClasses =
  "flex min-h-14 flex-1 flex-col items-center justify-center gap-1 rounded-md text-2xs font-medium text-muted-foreground focus-visible:-outline-offset-2";

export interface BottomBarProps {
  pathname: string;
  onSearch: () => void;
  onMore: () => void;
  /** Something new waits behind "more". */
  hasNews: boolean;
}

/** The main places under the thumb; only on phones. */
export function BottomBar({ pathname, onSearch, onMore, hasNews }: BottomBarProps): ReactNode {
  const t = useTranslations();
  return (
    <nav aria-label={t("nav.main")} className="pb-safe flex shrink-0 border-t bg-background px-1 md:hidden">
      {MAIN_PLACES.filter((place) => !place.isSecondary).map((place) => {
        const isActive = isAt(pathname, place);
        return (
          <Link
            key={place.name}
            href={place.href}
            prefetch
            aria-current={isActive ? "page" : undefined}
            className={cn(itemClasses, isActive && "text-primary-text")}
          >
            <place.icon className="size-5" aria-hidden />
            {t(`nav.${place.name}`)}
          </Link>
        );
      })}
      <button type="button" onClick={onSearch} className={itemClasses}>
        <Search className="size-5" aria-hidden />
        {t("common.search")}
      </button>
      <button type="button" onClick={onMore} className={itemClasses} aria-haspopup="dialog">
        <span className="relative">
          <Ellipsis className="size-5" aria-hidden />
          {hasNews && <span className="absolute -right-1 -top-0.5 size-2 rounded-full bg-primary" />}
        </span>
        {t("nav.more")}
        {hasNews && <span className="sr-only">{t("notification.news")}</span>}
      </button>
    </nav>
  );
}
