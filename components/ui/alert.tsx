import { cva, type VariantProps } from "class-variance-authority";
import * as React from "react";

import { cn } from "@/lib/utils";

const alertVariants = cva(
  "grid grid-cols-[auto_1fr] gap-x-2.5 gap-y-0.5 rounded-lg border px-4 py-3 text-sm [&>:not(svg)]:col-start-2 [&>svg]:mt-0.5 [&>svg]:size-4",
  {
    variants: {
      variant: {
        default: "bg-card [&>svg]:text-muted-foreground",
        success: "border-success/30 bg-success/5 [&>svg]:text-success-text",
        warning: "border-warning/40 bg-warning/10 [&>svg]:text-warning-text",
        destructive: "border-destructive/30 bg-destructive/5 [&>svg]:text-destructive-text",
      },
    },
    defaultVariants: { variant: "default" },
  },
);

export interface AlertProps extends React.ComponentPropsWithoutRef<"div">, VariantProps<typeof alertVariants> {}

/** An optional icon comes first, then title and description. */
export const Alert = React.forwardRef<HTMLDivElement, AlertProps>(({ className, variant, ...props }, ref) => (
  <div ref={ref} role="alert" className={cn(alertVariants({ variant }), className)} {...props} />
));
Alert.displayName = "Alert";

export function AlertTitle({ className, ...props }: React.ComponentPropsWithoutRef<"p">) {
  return <p className={cn("font-medium", className)} {...props} />;
}

export function AlertDescription({ className, ...props }: React.ComponentPropsWithoutRef<"div">) {
  return <div className={cn("text-muted-foreground", className)} {...props} />;
}
