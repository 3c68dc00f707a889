import type { ReactNode } from "react";

export interface SectionProps {
  title: string;
  id: string;
  /** At the end of the heading's line: a count, a link. */
  aside?: ReactNode;
  children: ReactNode;
}

export function Section({ title, id, aside, children }: SectionProps) {
  return (
    <section aria-labelledby={id} className="min-w-0 rounded-lg border bg-card p-4">
      <div className="mb-2 flex items-center justify-between gap-3">
        <h2 id={id} className="text-sm font-semibold">
          {title}
        </h2>
        {aside}
      </div>
      {children}
    </section>
  );
}
