"use client";

import { CircleAlert, RotateCw } from "lucide-react";
import { useTranslations } from "next-intl";

import { Button } from "@/components/ui/button";
import { useErrorMessage } from "@/hooks/use-error-message";
import { ApiError } from "@/lib/api-error";
import { cn } from "@/lib/utils";

export interface ErrorStateProps {
  error: unknown;
  onRetry?: () => void;
  compact?: boolean;
  className?: string;
}

/** What went wrong in the person's words, with the request id folded away. */
export function ErrorState({ error, onRetry, compact = false, className }: ErrorStateProps) {
  const t = useTranslations("common");
  const toMessage = useErrorMessage();
  const requestId = error instanceof ApiError ? error.requestId : null;
  return (
    <div
      role="alert"
      className={cn("flex flex-col items-center justify-center gap-3 text-center", compact ? "p-4" : "px-6 py-16", className)}
    >
      <CircleAlert className="size-5 text-destructive-text" aria-hidden />
      <p className="max-w-md text-balance text-sm">{toMessage(error)}</p>
      {onRetry && (
        <Button variant="outline" size="sm" onClick={onRetry}>
          <RotateCw aria-hidden />
          {t("retry")}
        </Button>
      )}
      {requestId && (
        <details className="text-xs text-muted-foreground">
          <summary className="cursor-pointer select-none">{t("details")}</summary>
          <p className="mt-1">
            {t("requestId")}: <code className="select-all break-all">{requestId}</code>
          </p>
        </details>
      )}
    </div>
  );
}
