import { Slot } from "@radix-ui/react-slot";
import { ChevronRight } from "lucide-react";
import { useTranslations } from "next-intl";
import * as React from "react";

import { cn } from "@/lib/utils";

export function Breadcrumb(props: React.ComponentPropsWithoutRef<"nav">) {
  const t = useTranslations("common");
  return <nav aria-label={t("breadcrumb")} {...props} />;
}

export function BreadcrumbList({ className, ...props }: React.ComponentPropsWithoutRef<"ol">) {
  return <ol className={cn("flex min-w-0 items-center gap-1.5 text-sm text-muted-foreground", className)} {...props} />;
}

export function BreadcrumbItem({ className, ...props }: React.ComponentPropsWithoutRef<"li">) {
  return <li className={cn("inline-flex min-w-0 items-center gap-1.5", className)} {...props} />;
}

export interface BreadcrumbLinkProps extends React.ComponentPropsWithoutRef<"a"> {
  asChild?: boolean;
}

export const BreadcrumbLink = React.forwardRef<HTMLAnchorElement, BreadcrumbLinkProps>(({ asChild = false, className, ...props }, ref) => {
  const Component = asChild ? Slot : "a";
  return <Component ref={ref} className={cn("rounded transition-colors hover:text-foreground", className)} {...props} />;
});
BreadcrumbLink.displayName = "BreadcrumbLink";

export function BreadcrumbPage({ className, ...props }: React.ComponentPropsWithoutRef<"span">) {
  return <span aria-current="page" className={cn("truncate font-medium text-foreground", className)} {...props} />;
}

export function BreadcrumbSeparator({ className, ...props }: React.ComponentPropsWithoutRef<"li">) {
  return (
    <li role="presentation" aria-hidden className={cn("text-muted-foreground/60 [&>svg]:size-3.5", className)} {...props}>
      <ChevronRight />
    </li>
  );
}
