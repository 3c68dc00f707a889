"use client";

import { useTranslations } from "next-intl";
import { forwardRef, useEffect, useRef } from "react";

import { sectionHref, type Section } from "@/components/setting/sections";
import { Link } from "@/i18n/navigation";
import { cn } from "@/lib/utils";

const GROUPS = ["personal", "shared"] as const;

export interface SectionListProps {
  sections: readonly Section[];
  current: Section | undefined;
  isPersonal: boolean;
}

/** Sections at the left of a wide screen; on a narrow one a row to push sideways. */
export function SectionList({ sections, current, isPersonal }: SectionListProps) {
  const t = useTranslations("settings");
  const currentRef = useRef<HTMLAnchorElement>(null);
  useEffect(() => {
    const link = currentRef.current;
    // Sideways alone: scrollIntoView would also move the page.
    link?.parentElement?.parentElement?.scrollTo({ left: link.offsetLeft - 48 });
  }, [current?.name]);
  return (
    <nav
      aria-label={t("title")}
      className="relative flex shrink-0 gap-1 overflow-x-auto border-b px-2 [scrollbar-width:none] py-1.5 lg:w-56 lg:flex-col lg:gap-5 lg:overflow-y-auto lg:border-b-0 lg:border-r lg:p-3"
    >
      {GROUPS.map((group) => (
        <div key={group} role="group" aria-labelledby={`settings-${group}`} className="flex gap-1 lg:flex-col lg:gap-0.5">
          <h2 id={`settings-${group}`} className="sr-only px-2 pb-1 text-xs font-medium text-muted-foreground lg:not-sr-only">
            {group === "shared" && isPersonal ? t("group.workspace") : t(`group.${group}`)}
          </h2>
          {sections
            .filter((section) => section.group === group)
            .map((section) => (
              <SectionLink
                key={section.name}
                ref={section === current ? currentRef : undefined}
                section={section}
                isCurrent={section === current}
              />
            ))}
        </div>
      ))}
    </nav>
  );
}

const SectionLink = forwardRef<HTMLAnchorElement, { section: Section; isCurrent: boolean }>(({ section, isCurrent }, ref) => {
  const t = useTranslations("settings.section");
  return (
    <Link
      ref={ref}
      href={sectionHref(section)}
      aria-current={isCurrent ? "page" : undefined}
      className={cn(
        "flex h-8 shrink-0 items-center gap-2.5 whitespace-nowrap rounded-md px-2.5 font-medium text-muted-foreground transition-colors hover:bg-accent hover:text-foreground focus-visible:-outline-offset-2 coarse:h-11 lg:px-2",
        isCurrent && "bg-accent text-foreground",
      )}
    >
      <section.icon className={cn("size-4 shrink-0", isCurrent && "text-primary-text")} aria-hidden />
      {t(`${section.name}.title`)}
    </Link>
  );
});
SectionLink.displayName = "SectionLink";
