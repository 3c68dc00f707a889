import * as React from "react";

import { cn } from "@/lib/utils";

export const fieldClasses =
  "w-full rounded-md border border-input bg-background text-sm text-foreground transition-colors duration-150 placeholder:text-muted-foreground hover:border-foreground/25 focus-visible:border-ring focus-visible:outline focus-visible:outline-2 focus-visible:outline-offset-0 focus-visible:outline-ring/40 disabled:cursor-not-allowed disabled:opacity-50 aria-[invalid=true]:border-destructive aria-[invalid=true]:outline-destructive/30";

export const Input = React.forwardRef<HTMLInputElement, React.ComponentPropsWithoutRef<"input">>(
  ({ className, type = "text", ...props }, ref) => (
    <input
      ref={ref}
      type={type}
      className={cn(
        fieldClasses,
        "h-9 px-3 file:mr-3 file:border-0 file:bg-transparent file:text-sm file:font-medium coarse:h-11",
        className,
      )}
      {...props}
    />
  ),
);
Input.displayName = "Input";
