"use client";

import { useEffect, useState } from "react";

/** The present to the nearest few minutes, for ages and due dates that stand on screen all day. */
export function useNow(minutes = 5): Date {
  const [now, setNow] = useState(() => new Date());
  useEffect(() => {
    const timer = setInterval(() => setNow(new Date()), minutes * 60_000);
    return () => clearInterval(timer);
  }, [minutes]);
  return now;
}
