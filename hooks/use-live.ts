"use client";

import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef } from "react";

import { LiveConnection, type LiveEvent } from "@/lib/live-connection";
import { liveService } from "@/services/live";
import { useSessionStore } from "@/stores/session";

type Handler = (event: LiveEvent) => void;

const handlers = new Set<Handler>();

/** Hear what happens in the organization while mounted. The handler may change between renders. */
export function useLiveEvents(handler: Handler): void {
  const latest = useRef(handler);
  useEffect(() => {
    latest.current = handler;
  });
  useEffect(() => {
    const listen: Handler = (event) => latest.current(event);
    handlers.add(listen);
    return () => void handlers.delete(listen);
  }, []);
}

/** The tab's one connection; mounted by the admin frame and by nothing else. */
export function useLiveConnection(): void {
  const queryClient = useQueryClient();
  const organizationId = useSessionStore((state) => state.credentials?.organization.id);
  useEffect(() => {
    if (!organizationId) return;
    const connection = new LiveConnection({
      getUrl: () => liveService.getTicketUrl(),
      onEvent: (event) => {
        if (event.organization_id !== organizationId) return;
        for (const handle of handlers) handle(event);
      },
      onResume: () => void queryClient.invalidateQueries(),
    });
    connection.start();
    return () => connection.stop();
  }, [organizationId, queryClient]);
}
