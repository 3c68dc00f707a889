import type { ShownLogo } from "@/lib/shown-logo";
import { cn } from "@/lib/utils";

export interface LogoImageProps extends ShownLogo {
  /** The page it is shown on, where that isn't the one around it. */
  page?: "light" | "dark";
  className?: string;
}

const GROUNDS = {
  any: { auto: "", light: "", dark: "" },
  dark: { auto: "dark:bg-white dark:p-0.5", light: "", dark: "bg-white p-0.5" },
  light: { auto: "bg-zinc-900 p-0.5 dark:bg-transparent dark:p-0", light: "bg-zinc-900 p-0.5", dark: "" },
} as const;

/** The whole of a logo in a square; its organization's name stands beside it. */
export function LogoImage({ src, tone, page, className }: LogoImageProps) {
  return (
    <span
      aria-hidden
      className={cn(
        "flex size-7 shrink-0 select-none items-center justify-center overflow-hidden rounded-md",
        GROUNDS[tone][page ?? "auto"],
        className,
      )}
    >
      {/* eslint-disable-next-line @next/next/no-img-element -- it comes from this browser's memory; there is nothing to optimize */}
      <img src={src} alt="" className="size-full object-contain" draggable={false} />
    </span>
  );
}
