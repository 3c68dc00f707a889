"use client";

import type { ReactNode } from "react";

import { useAvatarUrls } from "@/hooks/use-avatar";
import { AvatarContext } from "@/lib/avatar-context";

/** Gives every UserAvatar below the picture of whom it shows. */
export function Avatars({ children }: { children: ReactNode }) {
  return <AvatarContext.Provider value={useAvatarUrls()}>{children}</AvatarContext.Provider>;
}
