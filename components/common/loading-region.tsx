import { useTranslations } from "next-intl";
import type { ReactNode } from "react";

export interface LoadingRegionProps {
  label?: string;
  children: ReactNode;
  className?: string;
}

/** Holds skeletons and says to a screen reader, once, that something is coming. */
export function LoadingRegion({ label, children, className }: LoadingRegionProps) {
  const t = useTranslations("common");
  return (
    <div role="status" className={className}>
      <span className="sr-only">{label ?? t("loading")}</span>
      {children}
    </div>
  );
}
