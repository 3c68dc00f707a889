import { ChevronDown } from "lucide-react";
import * as React from "react";

import { fieldClasses } from "@/components/ui/input";
import { cn } from "@/lib/utils";

/** The browser's own list: no code to load, at home on a phone, and found by typing however long it is. */
export const NativeSelect = React.forwardRef<HTMLSelectElement, React.ComponentPropsWithoutRef<"select">>(
  ({ className, ...props }, ref) => (
    <span className="relative block">
      <select ref={ref} className={cn(fieldClasses, "h-9 appearance-none truncate pl-3 pr-9 coarse:h-11", className)} {...props} />
      <ChevronDown className="pointer-events-none absolute right-3 top-1/2 size-4 -translate-y-1/2 text-muted-foreground" aria-hidden />
    </span>
  ),
);
NativeSelect.displayName = "NativeSelect";
