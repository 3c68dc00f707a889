"use client";

import { ShieldAlert, ShieldCheck } from "lucide-react";
import { useTranslations } from "next-intl";

import { Button } from "@/components/ui/button";
import { Popover, PopoverContent, PopoverTrigger } from "@/components/ui/popover";
import { Progress } from "@/components/ui/progress";
import { useAuditVerification } from "@/hooks/use-audit";
import { useFormat } from "@/hooks/use-format";
import { cn } from "@/lib/utils";

/** Whether every entry is still what was written, with what that means behind it. */
export function ChainBadge() {
  const t = useTranslations("audit.chain");
  const format = useFormat();
  const { data, isError, isFetching, progress, refetch } = useAuditVerification();
  const state = data ? (data.intact ? "intact" : "broken") : isError ? "unknown" : "checking";
  const Icon = state === "broken" ? ShieldAlert : ShieldCheck;
  return (
    <Popover>
      <PopoverTrigger asChild>
        <Button
          variant="outline"
          className={cn(
            state === "intact" && "border-success/40 text-success-text",
            state === "broken" && "border-destructive/50 bg-destructive/10 text-destructive-text",
          )}
        >
          <Icon aria-hidden className={cn(state === "checking" && "animate-pulse motion-reduce:animate-none")} />
          <span role="status">{t(state)}</span>
          {progress !== null && <span className="tabular-nums text-muted-foreground">{format.percent(progress)}</span>}
        </Button>
      </PopoverTrigger>
      <PopoverContent align="start" className="w-80 space-y-3 p-4">
        {progress !== null && <Progress value={progress * 100} aria-label={t("checking")} />}
        {data && (
          <p className="font-medium">
            {data.problem
              ? t(data.problem.kind, { sequence: data.problem.sequence })
              : t("intactHint", { count: data.entry_count, when: format.relative(data.checked_at) })}
          </p>
        )}
        <p className="text-muted-foreground">{t("explain")}</p>
        <Button variant="outline" size="sm" loading={isFetching} onClick={() => void refetch()}>
          {t("again")}
        </Button>
      </PopoverContent>
    </Popover>
  );
}
