import type { components } from "@/types/api";

type SaasMode = components["schemas"]["AuthMethods"]["saas_mode"];

const API = (process.env.API_INTERNAL_URL || "http://127.0.0.1:8000").replace(/\/+$/, "");
const KEPT_MS = 60_000;
const TIMEOUT_MS = 2_000;

let known: { mode: SaasMode; until: number } | undefined;

/**
 * Teams or single people: the API decides, and pages before the log-in ask it, on the server. Where it doesn't answer they
 * show what a team sees; signing up needs the API anyway.
 */
export async function getSaasMode(): Promise<SaasMode> {
  if (known && known.until > Date.now()) return known.mode;
  try {
    // eslint-disable-next-line no-restricted-syntax -- asked by the server that renders the page, where nobody is signed in
    const answer = await fetch(`${API}/auth/methods`, { cache: "no-store", signal: AbortSignal.timeout(TIMEOUT_MS) });
    const { saas_mode: mode } = (await answer.json()) as components["schemas"]["AuthMethods"];
    known = { mode, until: Date.now() + KEPT_MS };
    return mode;
  } catch {
    return known?.mode ?? "B2B";
  }
}
