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
  /** Signed out by choice: the log-in page then leads to the start and not back here. */
  hasLeft: boolean;
  signIn: (credentials: Credentials) => void;
  signOut: (options?: { byChoice: boolean }) => void;
  updateUser: (user: SessionUser) => void;
  updateOrganization: (organization: SessionOrganization) => void;
}

export const useSessionStore = create<SessionState>()((set) => ({
  status: "unknown",
  credentials: null,
  hasLeft: false,
  signIn: (credentials) => set({ status: "signed-in", credentials, hasLeft: false }),
  signOut: ({ byChoice } = { byChoice: false }) => set({ status: "signed-out", credentials: null, hasLeft: byChoice }),
  updateUser: (user) => set((state) => (state.credentials ? { credentials: { ...state.credentials, user } } : state)),
  updateOrganization: (organization) =>
    set((state) => (state.credentials ? { credentials: { ...state.credentials, organization } } : state)),
}));
