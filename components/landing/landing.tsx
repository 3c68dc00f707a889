import { FileUp, KanbanSquare, MessagesSquare } from "lucide-react";
import { useTranslations } from "next-intl";

import { LocaleMenu } from "@/components/common/locale-menu";
import { Logo } from "@/components/common/logo";
import { PipelinePreview } from "@/components/landing/pipeline-preview";
import { Button } from "@/components/ui/button";
import { Link } from "@/i18n/navigation";
import { paths } from "@/lib/paths";

const POINTS = [
  { icon: KanbanSquare, title: "pipelineTitle", text: "pipelineText" },
  { icon: MessagesSquare, title: "timelineTitle", text: "timelineText" },
  { icon: FileUp, title: "importTitle", text: "importText" },
] as const;

export function Landing() {
  const t = useTranslations("landing");
  return (
    <div className="flex min-h-dvh flex-col">
      <header className="mx-auto flex w-full max-w-6xl items-center gap-2 px-5 py-4 md:px-8">
        <Logo className="mr-auto" />
        <LocaleMenu />
        <Button asChild variant="outline" className="hidden sm:inline-flex">
          <Link href={paths.login()}>{t("signIn")}</Link>
        </Button>
      </header>
      <main className="flex-1">
        <section className="mx-auto max-w-6xl px-5 pb-12 pt-12 text-center md:px-8 md:pt-20">
          <h1 className="mx-auto max-w-3xl text-balance text-3xl font-semibold leading-tight tracking-tight sm:text-4xl md:text-5xl">
            {t("heading")}
          </h1>
          <p className="mx-auto mt-5 max-w-2xl text-balance text-base leading-relaxed text-muted-foreground md:text-lg">
            {t("subheading")}
          </p>
          <div className="mt-8 flex flex-col items-center justify-center gap-3 sm:flex-row">
            <Button asChild size="lg" className="w-full sm:w-auto">
              <Link href={paths.register()}>{t("start")}</Link>
            </Button>
            <Button asChild size="lg" variant="outline" className="w-full sm:hidden">
              <Link href={paths.login()}>{t("signIn")}</Link>
            </Button>
            <span className="text-muted-foreground">{t("note")}</span>
          </div>
        </section>
        <section className="mx-auto max-w-6xl overflow-hidden px-5 md:px-8">
          <PipelinePreview className="rounded-lg shadow-sm" />
        </section>
        <section className="mx-auto grid max-w-6xl gap-8 px-5 py-16 md:grid-cols-3 md:px-8">
          {POINTS.map(({ icon: Icon, title, text }) => (
            <div key={title} className="space-y-2">
              <Icon className="size-5 text-primary-text" aria-hidden />
              <h2 className="text-base font-semibold tracking-tight">{t(title)}</h2>
              <p className="leading-relaxed text-muted-foreground">{t(text)}</p>
            </div>
          ))}
        </section>
      </main>
      <footer className="border-t">
        <p className="mx-auto max-w-6xl px-5 py-6 text-muted-foreground md:px-8">{t("footer")}</p>
      </footer>
    </div>
  );
}
