import { ApiError } from "@/lib/api-error";
import { API_URL } from "@/lib/api-url";
import { announce, onAnnouncement } from "@/lib/session-channel";
import { useSessionStore, type Credentials } from "@/stores/session";
import type { components } from "@/types/api";

type SignedIn = components["schemas"]["SignedIn"];

let running: Promise<boolean> | null = null;

export function toCredentials(answer: SignedIn): Credentials {
  return {
    accessToken: answer.access_token,
    expiresAt: Date.now() + answer.expires_in * 1000,
    user: answer.user,
    organization: answer.organization,
  };
}

/**
 * Get a new access token with the refresh cookie, once for all who ask meanwhile, also in other tabs.
 *
 * Returns false when the session is over (the store then says signed-out).
 * Throws ApiError when the API can't be reached or is busy: that ends no session.
 */
export function refreshSession(): Promise<boolean> {
  running ??= refreshOnce().finally(() => {
    running = null;
  });
  return running;
}

async function refreshOnce(): Promise<boolean> {
  const before = useSessionStore.getState().credentials?.accessToken;
  if (typeof navigator === "undefined" || !navigator.locks) return requestTokens();
  return navigator.locks.request("lovedcrm:refresh", async () => {
    // The tab that held the lock has shared its tokens by now: no second rotation for the same expiry.
    const current = useSessionStore.getState().credentials;
    if (current && current.accessToken !== before) return true;
    return requestTokens();
  });
}

async function requestTokens(): Promise<boolean> {
  let response: Response;
  try {
    response = await fetch(`${API_URL}/auth/refresh`, { method: "POST", credentials: "include", cache: "no-store" });
  } catch {
    throw ApiError.network();
  }
  if (response.status === 401 || response.status === 403) {
    useSessionStore.getState().signOut();
    return false;
  }
  if (!response.ok) throw await ApiError.from(response);
  const credentials = toCredentials((await response.json()) as SignedIn);
  useSessionStore.getState().signIn(credentials);
  announce({ type: "signed-in", credentials });
  return true;
}

/** Follow what other tabs of this browser do: their new tokens, their log-out. Returns how to stop. */
export function followOtherTabs(): () => void {
  return onAnnouncement((message) => {
    const store = useSessionStore.getState();
    if (message.type === "signed-out") store.signOut({ byChoice: true });
    else store.signIn(message.credentials);
  });
}
