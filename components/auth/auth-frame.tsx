import { useTranslations } from "next-intl";
import type { ReactNode } from "react";

import { LocaleMenu } from "@/components/common/locale-menu";
import { Logo } from "@/components/common/logo";
import { PipelinePreview } from "@/components/landing/pipeline-preview";
import { Link } from "@/i18n/navigation";
import { paths } from "@/lib/paths";

/** The form on the left, on wide screens a glimpse of the product on the right. */
export function AuthFrame({ children }: { children: ReactNode }) {
  const t = useTranslations("auth");
  return (
    <div className="grid min-h-dvh lg:grid-cols-[minmax(0,1fr)_minmax(0,1.1fr)]">
      <div className="flex min-h-dvh flex-col">
        <header className="flex items-center justify-between px-5 py-4 md:px-8">
          <Link href={paths.landing()} className="rounded-md">
            <Logo />
          </Link>
          <LocaleMenu />
        </header>
        <main className="flex flex-1 items-start justify-center px-5 pb-12 pt-[6vh] sm:items-center sm:pt-0">
          <div className="w-full max-w-sm">{children}</div>
        </main>
      </div>
      <aside
        className="relative hidden flex-col justify-center gap-8 overflow-hidden border-l bg-surface pl-12 lg:flex"
        aria-label="Loved CRM"
      >
        <p className="max-w-md text-balance pr-12 text-2xl font-semibold leading-snug tracking-tight">{t("aside.quote")}</p>
        <PipelinePreview />
      </aside>
    </div>
  );
}
