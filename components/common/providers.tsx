"use client";

import { QueryClientProvider } from "@tanstack/react-query";
import { ThemeProvider } from "next-themes";
import dynamic from "next/dynamic";
import { useEffect, useState, type ReactNode } from "react";

import { useIdle } from "@/hooks/use-idle";
import { createQueryClient } from "@/lib/query-client";
import { useSessionStore } from "@/stores/session";

const Toaster = dynamic(() => import("@/components/ui/sonner").then((module) => module.Toaster), { ssr: false });

export interface ProvidersProps {
  /** Of the Content-Security-Policy, for the script that sets the theme before the first paint. */
  nonce?: string;
  children: ReactNode;
}

export function Providers({ nonce, children }: ProvidersProps) {
  const [queryClient] = useState(createQueryClient);
  const isIdle = useIdle();
  useEffect(
    () =>
      // Nothing that one organization or person has seen may be shown to the next.
      useSessionStore.subscribe((state, before) => {
        const was = before.credentials;
        const is = state.credentials;
        if (was && (was.organization.id !== is?.organization.id || was.user.id !== is.user.id)) queryClient.clear();
      }),
    [queryClient],
  );
  return (
    <ThemeProvider attribute="class" defaultTheme="system" enableSystem disableTransitionOnChange nonce={nonce}>
      <QueryClientProvider client={queryClient}>
        {children}
        {isIdle && <Toaster />}
      </QueryClientProvider>
    </ThemeProvider>
  );
}
