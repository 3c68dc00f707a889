/** What may pass the guard: pure rules, tested without a socket. */

const LONGEST_STATE_TREE = 8 * 1024;
const DEEPEST_STATE_TREE = 40;
const LONGEST_NEXT_URL = 2 * 1024;

/** Everything else is dropped on the way to Next: an unknown internal header can't be abused. */
const HEADERS_FOR_WEB = new Set([
  "accept",
  "accept-encoding",
  "accept-language",
  "if-modified-since",
  "if-none-match",
  "purpose",
  "range",
  "sec-fetch-dest",
  "sec-fetch-mode",
  "sec-fetch-site",
  "sec-purpose",
  "user-agent",
]);

/** Hop by hop (RFC 9110 section 7.6.1), or about the route that the guard itself describes. */
const NEVER_FOR_API = new Set([
  "connection",
  "expect",
  "forwarded",
  "host",
  "keep-alive",
  "proxy-authenticate",
  "proxy-authorization",
  "proxy-connection",
  "te",
  "trailer",
  "transfer-encoding",
  "upgrade",
  "x-forwarded-for",
  "x-forwarded-host",
  "x-forwarded-port",
  "x-forwarded-prefix",
  "x-forwarded-proto",
  "x-original-url",
  "x-real-ip",
  "x-rewrite-url",
]);

const INTERNAL = /^(?:x-middleware-|x-nextjs-|x-invoke-|next-)/;

/**
 * Decide where a request goes.
 * @returns {{to: "api" | "web", path: string} | {refuse: number, reason: string}}
 */
export function route(method, url) {
  // Absolute form ("GET http://other/ …") and "//other" could make a proxy call another host.
  if (!url.startsWith("/") || url.startsWith("//")) return { refuse: 400, reason: "target" };
  const path = url.split("?", 1)[0];
  if (/[\\\u0000-\u0020\u007f]|%(?:00|2f|5c)|\/{2,}|(?:^|\/)(?:\.|%2e){1,2}(?:\/|$)/i.test(path)) return { refuse: 400, reason: "path" };
  if (path === "/api" || path.startsWith("/api/")) return { to: "api", path: url.slice("/api".length) || "/" };
  if (path.startsWith("/_next/") && !path.startsWith("/_next/static/")) return { refuse: 404, reason: "internal" };
  // No Server Actions and no forms without script: pages are only ever read.
  if (method !== "GET" && method !== "HEAD") return { refuse: 405, reason: "method" };
  return { to: "web", path: url };
}

export function isHost(host) {
  return (
    typeof host === "string" && host.length <= 255 && /^(?:[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?|\[[0-9a-f:.]+\])(?::\d{1,5})?$/i.test(host)
  );
}

/** The router state that client navigation sends: URI-encoded JSON of nested arrays, strings, null, booleans and flat objects. */
export function isStateTree(text) {
  if (text.length > LONGEST_STATE_TREE) return false;
  try {
    const tree = JSON.parse(decodeURIComponent(text));
    return Array.isArray(tree) && isTreeNode(tree, 0);
  } catch {
    return false;
  }
}

function isTreeNode(node, depth) {
  if (depth > DEEPEST_STATE_TREE) return false;
  if (node === null || typeof node === "string" || typeof node === "boolean") return true;
  if (typeof node !== "object") return false;
  return Object.entries(node).every(([key, value]) => key !== "__proto__" && isTreeNode(value, depth + 1));
}

export function isNextUrl(text) {
  return text.length <= LONGEST_NEXT_URL && /^\/(?!\/)[\x21-\x7e]*$/.test(text) && !text.includes("\\");
}

/**
 * Headers for Next: an allow-list, client navigation's own headers checked, and of the cookies only the language.
 * @returns {Record<string, string> | null} null when a navigation header is malformed.
 */
export function headersForWeb(headers) {
  const kept = {};
  for (const [name, value] of Object.entries(headers)) {
    if (HEADERS_FOR_WEB.has(name) && typeof value === "string") kept[name] = value;
  }
  if (headers.rsc !== undefined) {
    if (headers.rsc !== "1") return null;
    kept.rsc = "1";
    const { "next-router-prefetch": prefetch, "next-router-state-tree": tree, "next-url": nextUrl } = headers;
    if (prefetch !== undefined && prefetch !== "1") return null;
    if (tree !== undefined && !(typeof tree === "string" && isStateTree(tree))) return null;
    if (nextUrl !== undefined && !(typeof nextUrl === "string" && isNextUrl(nextUrl))) return null;
    if (prefetch) kept["next-router-prefetch"] = prefetch;
    if (tree) kept["next-router-state-tree"] = tree;
    if (nextUrl) kept["next-url"] = nextUrl;
  }
  const locale = /(?:^|;\s*)NEXT_LOCALE=([a-z]{2})(?:;|$)/.exec(headers.cookie ?? "")?.[1];
  if (locale) kept.cookie = `NEXT_LOCALE=${locale}`;
  return kept;
}

/** Headers for the API: all but hop-by-hop, forged routes and names of Next's insides. */
export function headersForApi(headers) {
  const named = String(headers.connection ?? "")
    .toLowerCase()
    .split(",")
    .map((name) => name.trim());
  const kept = {};
  for (const [name, value] of Object.entries(headers)) {
    if (!NEVER_FOR_API.has(name) && !INTERNAL.test(name) && !named.includes(name)) kept[name] = value;
  }
  return kept;
}

/**
 * Who calls, for the API's limits. `hops` counts the proxies in front of the API, this guard among them:
 * with one, whatever the caller claims is dropped.
 */
export function forwardedFor(claimed, address, hops) {
  return hops > 1 && claimed ? `${claimed}, ${address}` : address;
}

/**
 * Headers for the browser: nothing about Next's insides. `host`, of an answer of Next: a redirect to ourselves names none.
 * The API means the hosts that it redirects to, a provider's log-in page above all.
 */
export function headersForBrowser(headers, host) {
  const kept = {};
  for (const [name, value] of Object.entries(headers)) {
    if (["connection", "keep-alive", "transfer-encoding", "x-powered-by"].includes(name) || /^x-(?:middleware|nextjs)-/.test(name))
      continue;
    kept[name] = value;
  }
  if (host !== undefined && typeof kept.location === "string") kept.location = withoutOwnOrigin(kept.location, host);
  return kept;
}

function withoutOwnOrigin(location, host) {
  const match = /^https?:\/\/([^/?#]+)(\/[^/].*|\/)?$/.exec(location);
  const isOurs = match && (match[1] === host || /^(?:127\.0\.0\.1|localhost|0\.0\.0\.0)(?::\d+)?$/.test(match[1]));
  return isOurs ? match[2] || "/" : location;
}
