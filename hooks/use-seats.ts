"use client";

import { useUsage } from "@/hooks/use-organization";

export interface Seats {
  limit: number;
  /** Members, and the places kept for whoever was invited. */
  taken: number;
  free: number;
}

/** The seats of the plan; null for a plan with any number, undefined until it is known. */
export function useSeats(): Seats | null | undefined {
  const { data } = useUsage();
  if (!data) return undefined;
  if (data.seats === null) return null;
  const taken = data.members + data.open_invites;
  return { limit: data.seats, taken, free: Math.max(data.seats - taken, 0) };
}
