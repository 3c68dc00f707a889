import type { LucideIcon } from "lucide-react";

export interface HandleLinkProps {
  href: string;
  label: string;
  Icon: LucideIcon;
  /** Opens beside the product. */
  isExternal?: boolean;
}

/** A small link that opens an address, a number or a site outside the product. */
export function HandleLink({ href, label, Icon, isExternal = false }: HandleLinkProps) {
  return (
    <a
      href={href}
      title={label}
      aria-label={label}
      {...(isExternal ? { target: "_blank", rel: "noopener noreferrer" } : {})}
      className="flex size-7 items-center justify-center rounded text-muted-foreground transition-colors hover:bg-accent hover:text-foreground max-md:size-11 coarse:size-11"
    >
      <Icon className="size-3.5" aria-hidden />
    </a>
  );
}
