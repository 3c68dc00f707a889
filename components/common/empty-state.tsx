import type { LucideIcon } from "lucide-react";
import type { ReactNode } from "react";

import { cn } from "@/lib/utils";

export interface EmptyStateProps {
  icon?: LucideIcon;
  /** What this place is for, in one sentence. */
  title: string;
  description?: string;
  /** The first thing to do here. */
  action?: ReactNode;
  /** Inside a card instead of a page. */
  compact?: boolean;
  className?: string;
}

export function EmptyState({ icon: Icon, title, description, action, compact = false, className }: EmptyStateProps) {
  return (
    <div className={cn("flex flex-col items-center justify-center text-center", compact ? "gap-2 p-6" : "gap-3 px-6 py-16", className)}>
      {Icon && (
        <span
          className={cn(
            "flex items-center justify-center rounded-lg border bg-surface text-muted-foreground",
            compact ? "size-8" : "size-10",
          )}
        >
          <Icon className={compact ? "size-4" : "size-5"} aria-hidden />
        </span>
      )}
      <div className="max-w-sm space-y-1">
        <p className="font-medium">{title}</p>
        {description && <p className="text-balance text-sm text-muted-foreground">{description}</p>}
      </div>
      {action && <div className="mt-1 flex flex-wrap justify-center gap-2">{action}</div>}
    </div>
  );
}
