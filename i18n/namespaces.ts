import type { Messages } from "next-intl";

/** Namespaces that pages before sign-in need; the application itself gets all the others. */
const PUBLIC = ["common", "auth", "password", "landing", "errors", "theme"] as const satisfies readonly (keyof Messages)[];
const PUBLIC_ONLY: readonly string[] = ["auth", "landing"];

export function publicMessages(messages: Messages): Partial<Messages> {
  return Object.fromEntries(PUBLIC.map((name) => [name, messages[name]]));
}

export function adminMessages(messages: Messages): Partial<Messages> {
  return Object.fromEntries(Object.entries(messages).filter(([name]) => !PUBLIC_ONLY.includes(name)));
}
