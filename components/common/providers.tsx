"use client";

import { QueryClientProvider } from "@tanstack/react-query";
import { ThemeProvider } from "next-themes";
import { useEffect, useState, type ReactNode } from "react";

import { Toaster } from "@/components/ui/sonner";
import { TooltipProvider } from "@/components/ui/tooltip";
import { createQueryClient } from "@/lib/query-client";
import { useSessionStore } from "@/stores/session";

export interface ProvidersProps {
  /** Of the Content-Security-Policy, for the script that sets the theme before the first paint. */
  nonce?: string;
  children: ReactNode;
}

export function Providers({ nonce, children }: ProvidersProps) {
  const [queryClient] = useState(createQueryClient);
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
        <TooltipProvider delayDuration={400}>
          {children}
          <Toaster />
        </TooltipProvider>
      </QueryClientProvider>
    </ThemeProvider>
  );
}
