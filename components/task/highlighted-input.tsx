"use client";

import { forwardRef, useRef, type ComponentPropsWithoutRef } from "react";

import { Input } from "@/components/ui/input";
import type { Part } from "@/lib/quick-task/parse";
import { cn } from "@/lib/utils";

export interface HighlightedInputProps extends ComponentPropsWithoutRef<"input"> {
  value: string;
  parts: readonly Part[];
}

/** A field whose understood stretches are tinted: the same text lies behind it, seen by its background alone. */
export const HighlightedInput = forwardRef<HTMLInputElement, HighlightedInputProps>(({ value, parts, className, ...props }, ref) => {
  const behind = useRef<HTMLDivElement>(null);
  const pieces = [];
  let place = 0;
  for (const { start, end } of parts) {
    pieces.push(value.slice(place, start));
    pieces.push(
      <mark key={start} className="rounded bg-primary/15 text-transparent ring-1 ring-primary/25">
        {value.slice(start, end)}
      </mark>,
    );
    place = end;
  }
  pieces.push(value.slice(place));
  return (
    <div className="relative min-w-0 flex-1">
      <div
        ref={behind}
        aria-hidden
        className={cn("pointer-events-none absolute inset-0 flex items-center overflow-hidden whitespace-pre text-transparent", className)}
      >
        <span>{pieces}</span>
      </div>
      <Input
        ref={ref}
        value={value}
        className={cn("relative border-0 bg-transparent shadow-none hover:border-0 focus-visible:outline-none", className)}
        onScroll={(event) => {
          if (behind.current) behind.current.scrollLeft = event.currentTarget.scrollLeft;
        }}
        {...props}
      />
    </div>
  );
});
HighlightedInput.displayName = "HighlightedInput";
