"use client";

import { useCallback } from "react";

import { authService } from "@/services/auth";

/** End the login here and in the other tabs. A server out of reach ends its side when the token expires. */
export function useSignOut(): () => void {
  return useCallback(() => void authService.logout().catch(() => undefined), []);
}
