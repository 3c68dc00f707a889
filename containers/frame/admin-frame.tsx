"use client";

import type { ReactNode } from "react";

import { Avatars } from "@/containers/frame/avatars";
import { Frame } from "@/containers/frame/frame";
import { SessionGate } from "@/containers/frame/session-gate";

/** Everything around a business page: the session first, then sidebar, top bar, palette and shortcuts. */
export function AdminFrame({ children }: { children: ReactNode }) {
  return (
    <SessionGate>
      <Avatars>
        <Frame>{children}</Frame>
      </Avatars>
    </SessionGate>
  );
}
