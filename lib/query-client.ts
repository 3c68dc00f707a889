import { QueryClient } from "@tanstack/react-query";

import { ApiError } from "@/lib/api-error";

const RETRIES = 2;

export function createQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        staleTime: 30_000,
        gcTime: 10 * 60_000,
        retry: (count, error) => count < RETRIES && error instanceof ApiError && error.isTransient,
        retryDelay: (attempt) => Math.min(500 * 2 ** attempt, 5_000),
      },
      // A write is repeated by the person who made it, never behind their back.
      mutations: { retry: false },
    },
  });
}
