"use client";

import { useTranslations } from "next-intl";
import type { ReactNode } from "react";

import { NotFoundPage } from "@/components/common/not-found-page";
import { PageHeader } from "@/components/common/page-header";
import { SectionList } from "@/components/setting/section-list";
import { SECTIONS, sectionHref } from "@/components/setting/sections";
import { useBreadcrumb } from "@/hooks/use-breadcrumb";
import { useLocalizedNavigation } from "@/hooks/use-localized-navigation";
import { useOrgContext } from "@/hooks/use-org-context";
import { paths } from "@/lib/paths";

/** The frame around every section of the settings; a section that isn't the person's is not found. */
export function SettingsShell({ children }: { children: ReactNode }) {
  const t = useTranslations("settings");
  const context = useOrgContext();
  const { pathname } = useLocalizedNavigation();
  const sections = SECTIONS.filter((section) => section.isFor?.(context) ?? true);
  const wanted = SECTIONS.find((section) => sectionHref(section) === pathname);
  const current = sections.find((section) => section === wanted);
  const title = current && t(`section.${current.name}.title`);
  useBreadcrumb(title);
  if (wanted && !current) return context.features ? <NotFoundPage homeHref={paths.settings()} /> : null;
  return (
    <div className="flex min-h-0 flex-1 flex-col lg:flex-row">
      <SectionList sections={sections} current={current} isPersonal={context.isPersonal} />
      <div className="flex min-h-0 min-w-0 flex-1 flex-col overflow-y-auto">
        {current && <PageHeader title={title} description={t(`section.${current.name}.description`)} />}
        <div className="mx-auto w-full max-w-2xl space-y-6 p-4 md:p-6">{children}</div>
      </div>
    </div>
  );
}
