"use client";

import { useCallback, useState } from "react";

/**
 * Code that is fetched when somebody first wants it. `approach` (pointer or focus rests on the control) fetches it ahead,
 * so that `take` finds it there. A fetch that failed is tried again the next time.
 */
export function useOnDemand<T>(load: () => Promise<T>) {
  const [taken, setTaken] = useState<{ value: T } | null>(null);
  const approach = useCallback(() => void load().catch(() => undefined), [load]);
  const take = useCallback(
    () =>
      void load().then(
        (value) => setTaken({ value }),
        () => undefined,
      ),
    [load],
  );
  return { taken: taken?.value ?? null, approach, take };
}
