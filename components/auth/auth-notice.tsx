import type { LucideIcon } from "lucide-react";
import type { ReactNode } from "react";

export interface AuthNoticeProps {
  icon: LucideIcon;
  title: string;
  children: ReactNode;
  /** Where to go from here. */
  action?: ReactNode;
}

/** What a form before sign-in leads to: said in its place, and read out. */
export function AuthNotice({ icon: Icon, title, children, action }: AuthNoticeProps) {
  return (
    <div role="status" className="space-y-5">
      <span className="flex size-11 items-center justify-center rounded-full bg-primary/10 text-primary-text">
        <Icon className="size-5" aria-hidden />
      </span>
      <div className="space-y-1.5">
        <h1 className="text-xl font-semibold tracking-tight">{title}</h1>
        <div className="space-y-3 text-muted-foreground">{children}</div>
      </div>
      {action}
    </div>
  );
}
