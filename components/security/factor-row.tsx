import type { LucideIcon } from "lucide-react";
import type { ReactNode } from "react";

export interface FactorRowProps {
  icon: LucideIcon;
  title: string;
  /** A badge beside the title. */
  state?: ReactNode;
  detail: ReactNode;
  actions: ReactNode;
}

/** One way to prove who somebody is: what it is, how it stands, what can be done about it. */
export function FactorRow({ icon: Icon, title, state, detail, actions }: FactorRowProps) {
  return (
    <div className="flex flex-wrap items-center gap-x-4 gap-y-3 px-4 py-3.5 sm:flex-nowrap">
      <span className="flex size-9 shrink-0 items-center justify-center rounded-md border bg-surface text-muted-foreground">
        <Icon className="size-4" aria-hidden />
      </span>
      <div className="min-w-0 flex-1 basis-48">
        <p className="flex items-center gap-2 font-medium">
          <span className="truncate">{title}</span>
          {state}
        </p>
        <p className="text-muted-foreground">{detail}</p>
      </div>
      <div className="flex shrink-0 gap-2">{actions}</div>
    </div>
  );
}
