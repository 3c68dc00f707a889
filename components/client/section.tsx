import type { ReactNode } from "react";
import { useId } from "react";

import { cn } from "@/lib/utils";

export interface SectionProps {
  title: string;
  /** At the end of the heading's line. */
  action?: ReactNode;
  children: ReactNode;
  className?: string;
}

export function Section({ title, action, children, className }: SectionProps) {
  const id = useId();
  return (
    <section aria-labelledby={id} className={cn("px-4 py-4 md:px-6 lg:border-b", className)}>
      <div className="mb-2 flex min-h-7 items-center justify-between gap-2">
        <h2 id={id} className="text-sm font-semibold">
          {title}
        </h2>
        {action}
      </div>
      {children}
    </section>
  );
}
