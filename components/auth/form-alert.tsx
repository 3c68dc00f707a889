import { CircleAlert } from "lucide-react";
import type { ReactNode } from "react";

/** Why the whole form was refused, above its fields. */
export function FormAlert({ children }: { children: ReactNode }) {
  return (
    <div role="alert" className="flex items-start gap-2 rounded-md border border-destructive/30 bg-destructive/5 px-3 py-2.5 text-sm">
      <CircleAlert className="mt-0.5 size-4 shrink-0 text-destructive-text" aria-hidden />
      <div>{children}</div>
    </div>
  );
}
