/**
 * The web's front in production. It alone is reachable: Next 14 stands behind it on a private port and sees only
 * what request-rules.mjs lets through; `/api/*` goes straight to the API (docs/decisions say why).
 *
 * PORT (3000), HOST (127.0.0.1), API_INTERNAL_URL (http://127.0.0.1:8000), TRUSTED_PROXY_HOPS (1: only this guard).
 * WEB_INTERNAL_PORT names a Next server that already runs; without it the guard starts `.next/standalone/server.js`.
 */
import { spawn } from "node:child_process";
import http from "node:http";
import https from "node:https";
import { createServer } from "node:net";
import path from "node:path";
import { fileURLToPath } from "node:url";

import { forwardedFor, headersForApi, headersForBrowser, headersForWeb, isHost, route } from "./request-rules.mjs";

const ROOT = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "..");
const PORT = Number(process.env.PORT || 3000);
const HOST = process.env.HOST || "127.0.0.1";
const API = new URL(process.env.API_INTERNAL_URL || "http://127.0.0.1:8000");
const HOPS = Math.max(1, Number(process.env.TRUSTED_PROXY_HOPS || 1));
const MAX_BODY_BYTES = Number(process.env.UPLOAD_MAX_BYTES || 25 * 1024 * 1024) + 64 * 1024;
const MAX_WEB_IN_FLIGHT = 128;
const UPSTREAM_TIMEOUT_MS = 60_000;
const STOP_GRACE_MS = 10_000;

const webAgent = new http.Agent({ keepAlive: true, maxSockets: MAX_WEB_IN_FLIGHT });
const apiTransport = API.protocol === "https:" ? https : http;
const apiAgent = new apiTransport.Agent({ keepAlive: true, maxSockets: 512 });

let webPort = Number(process.env.WEB_INTERNAL_PORT || 0);
let webChild = null;
let webInFlight = 0;
let isStopping = false;

const CODES = { 400: "bad_request", 404: "not_found", 405: "method_not_allowed", 413: "too_large", 502: "unavailable", 503: "unavailable" };

function refuse(request, response, status, extra = {}) {
  if (response.headersSent) return response.destroy();
  const body = JSON.stringify({
    type: "about:blank",
    title: http.STATUS_CODES[status],
    status,
    code: CODES[status],
    detail: http.STATUS_CODES[status],
  });
  response.writeHead(status, {
    "Content-Type": "application/problem+json",
    "Content-Length": Buffer.byteLength(body),
    "Cache-Control": "no-store",
    "X-Content-Type-Options": "nosniff",
    // What was not read of the request would be taken for the next one.
    ...(request.complete ? {} : { Connection: "close" }),
    ...extra,
  });
  response.end(request.method === "HEAD" ? undefined : body);
}

function handle(request, response) {
  if (!isHost(request.headers.host)) return refuse(request, response, 400);
  const target = route(request.method, request.url);
  if ("refuse" in target) return refuse(request, response, target.refuse, target.refuse === 405 ? { Allow: "GET, HEAD" } : {});
  if (target.to === "api") return toApi(request, response, target.path);
  return toWeb(request, response, target.path);
}

function routeHeaders(request) {
  const isTrusted = HOPS > 1;
  return {
    host: request.headers.host,
    "x-forwarded-for": forwardedFor(request.headers["x-forwarded-for"], request.socket.remoteAddress, HOPS),
    "x-forwarded-proto": isTrusted && request.headers["x-forwarded-proto"] === "https" ? "https" : "http",
  };
}

function toWeb(request, response, target) {
  const headers = headersForWeb(request.headers);
  if (headers === null) return refuse(request, response, 400);
  if (webInFlight >= MAX_WEB_IN_FLIGHT) return refuse(request, response, 503, { "Retry-After": "1" });
  webInFlight += 1;
  response.once("close", () => (webInFlight -= 1));
  const options = { host: "127.0.0.1", port: webPort, method: request.method, path: target, agent: webAgent };
  // A body has no business with a page: it is not passed on.
  request.resume();
  const ownHost = request.headers.host;
  forward(http, { ...options, headers: { ...headers, ...routeHeaders(request) } }, request, response, ownHost).end();
}

function toApi(request, response, target) {
  if (Number(request.headers["content-length"] ?? 0) > MAX_BODY_BYTES) return refuse(request, response, 413);
  const upstream = forward(
    apiTransport,
    {
      host: API.hostname,
      port: API.port || (API.protocol === "https:" ? 443 : 80),
      method: request.method,
      path: API.pathname.replace(/\/$/, "") + target,
      agent: apiAgent,
      headers: { ...headersForApi(request.headers), ...routeHeaders(request) },
    },
    request,
    response,
  );
  let received = 0;
  request.on("data", (chunk) => {
    received += chunk.length;
    if (received > MAX_BODY_BYTES) {
      upstream.destroy();
      refuse(request, response, 413);
    }
  });
  request.pipe(upstream);
}

function forward(transport, options, request, response, ownHost) {
  const upstream = transport.request(options, (answer) => {
    response.writeHead(answer.statusCode, headersForBrowser(answer.headers, ownHost));
    answer.pipe(response);
    answer.on("error", () => response.destroy());
  });
  upstream.setTimeout(UPSTREAM_TIMEOUT_MS, () => upstream.destroy(new Error("timeout")));
  upstream.on("error", () => refuse(request, response, 502, { "Retry-After": "1" }));
  response.once("close", () => upstream.destroy());
  return upstream;
}

function refuseSocket(_request, socket) {
  // Upgrades reached other hosts through Next (CVE-2026-44578); the live connection goes to the API's own origin.
  socket.end("HTTP/1.1 400 Bad Request\r\nConnection: close\r\nContent-Length: 0\r\n\r\n");
}

const server = http.createServer(
  { maxHeaderSize: 24 * 1024, headersTimeout: 15_000, requestTimeout: 300_000, keepAliveTimeout: 65_000, requireHostHeader: true },
  handle,
);
server.maxHeadersCount = 100;
server.on("upgrade", refuseSocket);
server.on("connect", refuseSocket);
server.on("clientError", (_error, socket) => {
  if (socket.writable) socket.end("HTTP/1.1 400 Bad Request\r\nConnection: close\r\nContent-Length: 0\r\n\r\n");
});

function stop(code = 0) {
  if (isStopping) return;
  isStopping = true;
  webChild?.kill("SIGTERM");
  server.close(() => process.exit(code));
  server.closeIdleConnections();
  setTimeout(() => process.exit(code), STOP_GRACE_MS).unref();
}

function freePort() {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once("error", reject);
    probe.listen(0, "127.0.0.1", () => {
      const { port } = probe.address();
      probe.close(() => resolve(port));
    });
  });
}

async function startWeb() {
  webPort = await freePort();
  webChild = spawn(process.execPath, [path.join(ROOT, ".next", "standalone", "server.js")], {
    env: { ...process.env, PORT: String(webPort), HOSTNAME: "127.0.0.1", NEXT_TELEMETRY_DISABLED: "1" },
    stdio: "inherit",
  });
  webChild.once("exit", (code) => {
    if (isStopping) return;
    console.error(`The web server ended with ${code}; the guard stops with it.`);
    stop(1);
  });
}

process.on("SIGTERM", () => stop());
process.on("SIGINT", () => stop());
server.once("error", (error) => {
  console.error(error.code === "EADDRINUSE" ? `Port ${PORT} is in use: set PORT to another one.` : error.message);
  process.exit(1);
});
if (!webPort) await startWeb();
server.listen(PORT, HOST, () => console.log(`Web on http://${HOST}:${PORT}`));
