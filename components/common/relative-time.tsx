"use client";

import { useEffect, useState } from "react";

import { useFormat } from "@/hooks/use-format";

const MINUTE_MS = 60_000;

export interface RelativeTimeProps {
  /** RFC 3339. */
  value: string;
  className?: string;
}

/** "há 3 horas", kept true while it is on screen; the exact time is in the title. */
export function RelativeTime({ value, className }: RelativeTimeProps) {
  const format = useFormat();
  const [now, setNow] = useState(() => new Date());
  useEffect(() => {
    const timer = setInterval(() => setNow(new Date()), MINUTE_MS);
    return () => clearInterval(timer);
  }, []);
  return (
    <time dateTime={value} title={format.date(value, "datetime")} className={className} suppressHydrationWarning>
      {format.relative(value, now)}
    </time>
  );
}
