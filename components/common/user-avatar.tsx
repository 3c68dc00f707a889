import { useContext } from "react";

import { AvatarContext } from "@/lib/avatar-context";
import { cn } from "@/lib/utils";

/** Quiet pairs that keep 4.5:1 in both themes. */
const TINTS = [
  "bg-violet-100 text-violet-800 dark:bg-violet-950 dark:text-violet-200",
  "bg-sky-100 text-sky-800 dark:bg-sky-950 dark:text-sky-200",
  "bg-emerald-100 text-emerald-800 dark:bg-emerald-950 dark:text-emerald-200",
  "bg-amber-100 text-amber-900 dark:bg-amber-950 dark:text-amber-200",
  "bg-rose-100 text-rose-800 dark:bg-rose-950 dark:text-rose-200",
  "bg-slate-200 text-slate-800 dark:bg-slate-800 dark:text-slate-200",
] as const;

const SIZES = { sm: "size-5 text-[0.5625rem]", md: "size-7 text-2xs", lg: "size-10 text-sm" } as const;

export interface UserAvatarProps {
  name: string;
  /** Keeps the colour when the name changes. */
  id?: string;
  size?: keyof typeof SIZES;
  className?: string;
}

/** "Ana Beatriz de Souza" is "AS". */
export function initials(name: string): string {
  const words = name.trim().split(/\s+/).filter(Boolean);
  const first = words[0]?.[0] ?? "?";
  const last = words.length > 1 ? (words[words.length - 1]?.[0] ?? "") : "";
  return (first + last).toUpperCase();
}

export function UserAvatar({ name, id, size = "md", className }: UserAvatarProps) {
  const picture = useContext(AvatarContext).get(id ?? "");
  const seed = [...(id ?? name)].reduce((sum, char) => (sum * 31 + (char.codePointAt(0) ?? 0)) >>> 0, 7);
  return (
    <span
      className={cn(
        "flex shrink-0 items-center justify-center overflow-hidden rounded-full font-medium",
        SIZES[size],
        TINTS[seed % TINTS.length],
        className,
      )}
      title={name}
      aria-hidden
    >
      {picture ? (
        // eslint-disable-next-line @next/next/no-img-element -- it comes from this browser's memory; there is nothing to optimize
        <img src={picture} alt="" className="size-full object-cover" draggable={false} />
      ) : (
        initials(name)
      )}
    </span>
  );
}
