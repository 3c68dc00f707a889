"use client";

import { Search } from "lucide-react";
import { useTranslations } from "next-intl";
import type { ReactNode } from "react";

import { Kbd } from "@/components/common/kbd";
import { ALL_PLACES, isAt } from "@/components/frame/places";
import {
  Breadcrumb,
  BreadcrumbItem,
  BreadcrumbLink,
  BreadcrumbList,
  BreadcrumbPage,
  BreadcrumbSeparator,
} from "@/components/ui/breadcrumb";
import { Link } from "@/i18n/navigation";
import { cn } from "@/lib/utils";

export interface TopBarProps {
  pathname: string;
  /** Where breadcrumbs begin: the organization. */
  home: string;
  /** Name of what is open below the place: a client. */
  label: string | null;
  onSearch: () => void;
  /** What stands at the end of the bar: the bell. */
  end: ReactNode;
}

export function TopBar({ pathname, home, label, onSearch, end }: TopBarProps) {
  const t = useTranslations("nav");
  const place = ALL_PLACES.find((candidate) => isAt(pathname, candidate));
  const isBelow = place && label && pathname !== place.href;
  return (
    // On a phone the page's own header says where one is: only what is below a place needs its way back.
    <header className={cn("h-12 shrink-0 items-center gap-3 border-b px-4 md:flex md:px-6", isBelow ? "flex" : "hidden")}>
      <Breadcrumb className="min-w-0 flex-1">
        <BreadcrumbList>
          <BreadcrumbItem className="hidden sm:inline-flex">
            <span className="max-w-40 truncate">{home}</span>
          </BreadcrumbItem>
          {place && (
            <>
              <BreadcrumbSeparator className="hidden sm:block" />
              <BreadcrumbItem>
                {isBelow ? (
                  <BreadcrumbLink asChild>
                    <Link href={place.href}>{t(place.name)}</Link>
                  </BreadcrumbLink>
                ) : (
                  <BreadcrumbPage>{t(place.name)}</BreadcrumbPage>
                )}
              </BreadcrumbItem>
            </>
          )}
          {isBelow && (
            <>
              <BreadcrumbSeparator />
              <BreadcrumbItem>
                <BreadcrumbPage>{label}</BreadcrumbPage>
              </BreadcrumbItem>
            </>
          )}
        </BreadcrumbList>
      </Breadcrumb>
      <button
        type="button"
        onClick={onSearch}
        className="hidden h-8 w-64 items-center gap-2 rounded-md border bg-surface px-2.5 text-muted-foreground transition-colors hover:border-foreground/20 hover:text-foreground md:flex lg:w-72"
      >
        <Search className="size-4 shrink-0" aria-hidden />
        <span className="truncate">{t("searchPlaceholder")}</span>
        <Kbd keys="mod+k" className="ml-auto" />
      </button>
      {end}
    </header>
  );
}
