import * as React from "react";

import { cn } from "@/lib/utils";

/** A grey shape where something comes; hidden from screen readers, the region around it says "loading". */
export function Skeleton({ className, ...props }: React.ComponentPropsWithoutRef<"div">) {
  return <div aria-hidden className={cn("animate-pulse rounded-md bg-muted", className)} {...props} />;
}
