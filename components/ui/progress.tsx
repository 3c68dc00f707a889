"use client";

import * as ProgressPrimitive from "@radix-ui/react-progress";
import * as React from "react";

import { cn } from "@/lib/utils";

/** `value` from 0 to 100; null while the end is not known. Give it an `aria-label`. */
export const Progress = React.forwardRef<
  React.ElementRef<typeof ProgressPrimitive.Root>,
  React.ComponentPropsWithoutRef<typeof ProgressPrimitive.Root>
>(({ className, value, ...props }, ref) => (
  <ProgressPrimitive.Root
    ref={ref}
    value={value}
    className={cn("relative h-1.5 w-full overflow-hidden rounded-full bg-muted", className)}
    {...props}
  >
    <ProgressPrimitive.Indicator
      className={cn("h-full rounded-full bg-primary transition-[width] duration-200", value == null && "w-1/3 animate-pulse")}
      style={value == null ? undefined : { width: `${value}%` }}
    />
  </ProgressPrimitive.Root>
));
Progress.displayName = "Progress";
