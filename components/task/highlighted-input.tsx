"use client";

import { forwardRef, useEffect, useImperativeHandle, useRef, type ComponentPropsWithoutRef } from "react";

import type { Part } from "@/lib/quick-task/parse";
import { cn } from "@/lib/utils";

export interface HighlightedInputProps extends ComponentPropsWithoutRef<"input"> {
  value: string;
  parts: readonly Part[];
}

/** A field whose understood stretches are tinted: the same text lies behind it, seen by its background alone. */
export const HighlightedInput = forwardRef<HTMLInputElement, HighlightedInputProps>(({ value, parts, className, ...props }, ref) => {
  const field = useRef<HTMLInputElement>(null);
  const behind = useRef<HTMLDivElement>(null);
  useImperativeHandle(ref, () => field.current as HTMLInputElement);
  const follow = () => {
    if (behind.current && field.current) behind.current.scrollLeft = field.current.scrollLeft;
  };
  useEffect(follow);

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
  const shape = cn("h-10 px-2 text-sm coarse:h-12 coarse:text-base", className);
  return (
    <div className="relative min-w-0 flex-1">
      <div
        ref={behind}
        aria-hidden
        className={cn("pointer-events-none absolute inset-0 flex items-center overflow-hidden whitespace-pre text-transparent", shape)}
      >
        <span>{pieces}</span>
      </div>
      <input
        ref={field}
        value={value}
        className={cn("relative w-full bg-transparent text-foreground placeholder:text-muted-foreground focus:outline-none", shape)}
        onScroll={follow}
        {...props}
      />
    </div>
  );
});
HighlightedInput.displayName = "HighlightedInput";
