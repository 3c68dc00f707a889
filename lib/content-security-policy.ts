const isDevelopment = process.env.NODE_ENV === "development";

/** Origins of the live connection: it goes straight to the API, so 'self' does not cover it. */
function liveOrigins(): string {
  const url = process.env.PUBLIC_WS_URL;
  if (url) return new URL(url).origin === "null" ? url.replace(/^(wss?:\/\/[^/]+).*$/, "$1") : new URL(url).origin;
  const port = process.env.API_PORT || "8000";
  return `ws://localhost:${port} ws://127.0.0.1:${port}`;
}

/** The API's origin when the browser calls it directly instead of through the web. */
function apiOrigin(): string {
  const url = process.env.NEXT_PUBLIC_API_URL;
  return url && /^https?:/.test(url) ? ` ${new URL(url).origin}` : "";
}

export function contentSecurityPolicy(nonce: string): string {
  const directives = [
    "default-src 'self'",
    `script-src 'self' 'nonce-${nonce}' 'strict-dynamic'${isDevelopment ? " 'unsafe-eval'" : ""}`,
    // Radix and sonner place things with style attributes; no style can run code.
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data: blob:",
    "font-src 'self'",
    `connect-src 'self' ${liveOrigins()}${apiOrigin()}${isDevelopment ? " ws:" : ""}`,
    "media-src 'self' blob:",
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ];
  return directives.join("; ");
}
