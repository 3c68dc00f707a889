"use client";

import { useEffect, useState } from "react";

import { keyCaps } from "@/lib/key-names";
import { cn } from "@/lib/utils";

export interface KbdProps {
  /** As shortcuts write them: "mod+k", "g p", "?". */
  keys: string;
  className?: string;
}

/** Key caps; hidden where there is no keyboard. The cap of `mod` depends on the machine, so it shows after mounting. */
export function Kbd({ keys, className }: KbdProps) {
  const [caps, setCaps] = useState<string[]>([]);
  useEffect(() => setCaps(keyCaps(keys)), [keys]);
  return (
    <span className={cn("inline-flex gap-0.5 coarse:hidden", className)}>
      {caps.map((cap, index) => (
        <kbd
          key={`${index}-${cap}`}
          className="inline-flex h-5 min-w-5 items-center justify-center rounded border bg-muted px-1 font-sans text-2xs font-medium text-muted-foreground"
        >
          {cap}
        </kbd>
      ))}
    </span>
  );
}
