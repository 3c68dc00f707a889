"use client";

import { ArrowRight, Check, X } from "lucide-react";
import { useTranslations } from "next-intl";

import { Button } from "@/components/ui/button";
import { Link } from "@/i18n/navigation";
import { cn } from "@/lib/utils";
import { useInterfaceStore } from "@/stores/interface";

export interface FirstStep {
  id: string;
  title: string;
  description: string;
  isDone: boolean;
  href: string;
}

export interface FirstStepsProps {
  steps: readonly FirstStep[];
  /** Under which name this browser remembers that it was closed. */
  name: string;
  className?: string;
}

/** A new organization's checklist. Goes away by itself when all is done, or when it is closed. */
export function FirstSteps({ steps, name, className }: FirstStepsProps) {
  const t = useTranslations("common");
  const isDismissed = useInterfaceStore((state) => state.dismissed[`first-steps:${name}`]);
  const dismiss = useInterfaceStore((state) => state.dismiss);
  const doneCount = steps.filter((step) => step.isDone).length;
  if (isDismissed || doneCount === steps.length) return null;
  return (
    <section aria-labelledby={`first-steps-${name}`} className={cn("rounded-lg border bg-card", className)}>
      <div className="flex items-center gap-3 px-4 py-2.5">
        <h2 id={`first-steps-${name}`} className="text-sm font-semibold">
          {t("firstSteps.title")}
        </h2>
        <span className="tabular text-xs text-muted-foreground">{t("firstSteps.progress", { done: doneCount, total: steps.length })}</span>
        <Button
          variant="ghost"
          size="icon-sm"
          className="ml-auto"
          onClick={() => dismiss(`first-steps:${name}`)}
          aria-label={t("firstSteps.dismiss")}
        >
          <X aria-hidden />
        </Button>
      </div>
      <ol className="grid gap-px rounded-b-lg border-t bg-border sm:auto-cols-fr sm:grid-flow-col">
        {steps.map((step, index) => (
          <li key={step.id} className="bg-card first:rounded-bl-lg last:rounded-br-lg">
            <Link
              href={step.href}
              className="group flex h-full items-start gap-3 rounded-[inherit] px-4 py-3 transition-colors hover:bg-accent"
            >
              <span
                className={cn(
                  "tabular mt-0.5 flex size-5 shrink-0 items-center justify-center rounded-full border text-2xs font-medium",
                  step.isDone ? "border-success bg-success text-success-foreground" : "text-muted-foreground",
                )}
              >
                {step.isDone ? <Check className="size-3" strokeWidth={3} aria-hidden /> : index + 1}
              </span>
              <span className="min-w-0 flex-1">
                <span className={cn("block font-medium", step.isDone && "text-muted-foreground line-through")}>{step.title}</span>
                {step.isDone ? (
                  <span className="sr-only">{t("firstSteps.done")}</span>
                ) : (
                  <span className="block text-xs text-muted-foreground">{step.description}</span>
                )}
              </span>
              {!step.isDone && (
                <ArrowRight
                  className="mt-0.5 size-4 shrink-0 text-muted-foreground transition-transform group-hover:translate-x-0.5"
                  aria-hidden
                />
              )}
            </Link>
          </li>
        ))}
      </ol>
    </section>
  );
}
