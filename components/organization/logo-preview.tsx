import { useTranslations } from "next-intl";

import { LogoImage } from "@/components/organization/logo-image";
import type { ShownLogo } from "@/lib/shown-logo";
import { cn } from "@/lib/utils";

const PAGES = ["light", "dark"] as const;

/** A logo as it stands in the frame, on a light page and on a dark one. */
export function LogoPreview({ logo }: { logo: ShownLogo }) {
  const t = useTranslations("settings.organization");
  return (
    <ul className="grid grid-cols-2 gap-2">
      {PAGES.map((page) => (
        <li
          key={page}
          className={cn(
            "flex min-w-0 items-center gap-2 rounded-md border px-2.5 py-2",
            page === "light" ? "border-zinc-200 bg-white text-zinc-900" : "border-zinc-800 bg-zinc-950 text-zinc-50",
          )}
        >
          <LogoImage {...logo} page={page} />
          <span className="truncate text-xs">{t(page === "light" ? "logoOnLight" : "logoOnDark")}</span>
        </li>
      ))}
    </ul>
  );
}
