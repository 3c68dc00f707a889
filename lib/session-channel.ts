import type { Credentials } from "@/stores/session";

export type SessionAnnouncement = { type: "signed-in"; credentials: Credentials } | { type: "signed-out" };

let channel: BroadcastChannel | null = null;

/** One channel a tab: a BroadcastChannel never delivers to the object that posted. */
function open(): BroadcastChannel | null {
  if (typeof BroadcastChannel === "undefined") return null;
  channel ??= new BroadcastChannel("lovedcrm:session");
  return channel;
}

/** Tell the other tabs of this browser; tokens stay in memory there too. */
export function announce(message: SessionAnnouncement): void {
  open()?.postMessage(message);
}

export function onAnnouncement(handler: (message: SessionAnnouncement) => void): () => void {
  const current = open();
  const listener = (event: MessageEvent<SessionAnnouncement>) => handler(event.data);
  current?.addEventListener("message", listener);
  return () => current?.removeEventListener("message", listener);
}
