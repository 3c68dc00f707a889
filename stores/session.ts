import { create } from "zustand";

import type { components } from "@/types/api";

type Schemas = components["schemas"];
export type SessionUser = Schemas["User"];
export type SessionOrganization = Schemas["OrganizationSummary"];

export type SessionStatus = "unknown" | "signed-in" | "signed-out";

export interface Credentials {
  accessToken: string;
  /** Milliseconds since the epoch, by this machine's clock. */
  expiresAt: number;
  user: SessionUser;
  organization: SessionOrganization;
}

interface SessionState {
  status: SessionStatus;
  /** Held in memory only: a reload asks for a new one with the HttpOnly cookie. */
  credentials: Credentials | null;
  signIn: (credentials: Credentials) => void;
  signOut: () => void;
  updateUser: (user: SessionUser) => void;
  updateOrganization: (organization: SessionOrganization) => void;
}

export const useSessionStore = create<SessionState>()((set) => ({
  status: "unknown",
  credentials: null,
  signIn: (credentials) => set({ status: "signed-in", credentials }),
  signOut: () => set({ status: "signed-out", credentials: null }),
  updateUser: (user) => set((state) => (state.credentials ? { credentials: { ...state.credentials, user } } : state)),
  updateOrganization: (organization) =>
    set((state) => (state.credentials ? { credentials: { ...state.credentials, organization } } : state)),
}));
