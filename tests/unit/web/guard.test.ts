import { spawn, type ChildProcess } from "node:child_process";
import http from "node:http";
import net, { type AddressInfo } from "node:net";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";

interface Seen {
  method: string;
  url: string;
  headers: http.IncomingHttpHeaders;
  body: string;
}

/** An upstream that remembers what reached it. */
async function startUpstream(answerHeaders: http.OutgoingHttpHeaders) {
  const seen: Seen[] = [];
  const server = http.createServer((request, response) => {
    let body = "";
    request.on("data", (chunk) => (body += String(chunk)));
    request.on("end", () => {
      seen.push({ method: request.method ?? "", url: request.url ?? "", headers: request.headers, body });
      response.writeHead(200, answerHeaders).end("answered");
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return { seen, server, port: (server.address() as AddressInfo).port };
}

let web: Awaited<ReturnType<typeof startUpstream>>;
let api: Awaited<ReturnType<typeof startUpstream>>;
let guard: ChildProcess;
let port: number;

beforeAll(async () => {
  web = await startUpstream({
    "X-Powered-By": "Next.js",
    "X-Nextjs-Cache": "HIT",
    "X-Middleware-Rewrite": "/en",
    Location: "http://localhost:3999/pt",
  });
  api = await startUpstream({ "X-Command-Id": "42", Location: "http://localhost:9084/google/auth" });
  port = await new Promise<number>((resolve) => {
    const probe = net.createServer().listen(0, "127.0.0.1", () => {
      const free = (probe.address() as AddressInfo).port;
      probe.close(() => resolve(free));
    });
  });
  guard = spawn(process.execPath, ["server/guard.mjs"], {
    env: {
      ...process.env,
      PORT: String(port),
      HOST: "127.0.0.1",
      WEB_INTERNAL_PORT: String(web.port),
      API_INTERNAL_URL: `http://127.0.0.1:${api.port}`,
      UPLOAD_MAX_BYTES: "100000",
      TRUSTED_PROXY_HOPS: "1",
    },
    stdio: ["ignore", "pipe", "inherit"],
  });
  await new Promise<void>((resolve) => guard.stdout?.once("data", () => resolve()));
});

afterAll(async () => {
  const ended = new Promise<number | null>((resolve) => guard.once("exit", resolve));
  guard.kill("SIGTERM");
  expect(await ended).toBe(0);
  web.server.close();
  api.server.close();
});

beforeEach(() => {
  web.seen.length = 0;
  api.seen.length = 0;
});

interface Answer {
  status: number;
  headers: http.IncomingHttpHeaders;
  body: string;
}

function call(path: string, options: http.RequestOptions & { body?: string | Buffer } = {}): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const request = http.request({ host: "127.0.0.1", port, path, agent: false, ...options }, (response) => {
      let body = "";
      response.on("data", (chunk) => (body += String(chunk)));
      response.on("end", () => resolve({ status: response.statusCode ?? 0, headers: response.headers, body }));
    });
    request.on("error", reject);
    request.end(options.body);
  });
}

/** First line of what the guard answers to bytes that no HTTP library would send. */
function raw(text: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = net.connect(port, "127.0.0.1", () => socket.write(text));
    let answer = "";
    socket.on("data", (chunk) => (answer += String(chunk)));
    socket.on("end", () => resolve(answer.split("\r\n")[0] ?? ""));
    socket.on("error", reject);
  });
}

describe("upgrades and targets", () => {
  it.each([
    [
      "a WebSocket",
      "GET /en HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Key: x\r\nSec-WebSocket-Version: 13\r\n\r\n",
    ],
    ["a WebSocket under /api", "GET /api/ws HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n"],
    [
      "h2c",
      "GET /en HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMAAABkAARAAAAAAAIAAAAA\r\n\r\n",
    ],
    ["CONNECT", "CONNECT 169.254.169.254:80 HTTP/1.1\r\nHost: localhost\r\n\r\n"],
    ["an absolute target", "GET http://169.254.169.254/latest HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"],
    ["another host's path", "GET //evil.example/x HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"],
    ["an encoded slash", "GET /en/%2f%2fevil HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"],
    ["dot segments out of /api", "GET /api/../en HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"],
    ["a malformed Host", "GET /en HTTP/1.1\r\nHost: a b<script>\r\nConnection: close\r\n\r\n"],
    ["no Host", "GET /en HTTP/1.1\r\nConnection: close\r\n\r\n"],
    ["two lengths", "POST /api/x HTTP/1.1\r\nHost: localhost\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"],
  ])("refuses %s before anything behind it is called", async (_name, text) => {
    expect(await raw(text)).toBe("HTTP/1.1 400 Bad Request");
    expect(web.seen).toEqual([]);
    expect(api.seen).toEqual([]);
  });

  it("refuses every method that could reach a Server Action", async () => {
    for (const method of ["POST", "PUT", "PATCH", "DELETE", "OPTIONS"]) {
      expect((await call("/en/admin", { method, headers: { "Next-Action": "abc" } })).status).toBe(405);
    }
    expect(web.seen).toEqual([]);
  });

  it("hides the image optimizer and the rest of Next's insides", async () => {
    for (const path of ["/_next/image?url=%2Fa.png&w=64&q=75", "/_next/data/x/en.json", "/_next/webpack-hmr"]) {
      expect((await call(path)).status).toBe(404);
    }
    expect((await call("/_next/static/chunks/a.js")).status).toBe(200);
  });
});

describe("headers for Next", () => {
  it("drops internal, forged and unknown headers and all cookies but the language", async () => {
    await call("/en", {
      headers: {
        "X-Middleware-Subrequest": "middleware:middleware",
        "X-Middleware-Rewrite": "http://evil.example",
        "X-Nextjs-Data": "1",
        "X-Forwarded-Host": "evil.example",
        "X-Forwarded-For": "1.2.3.4",
        "X-Forwarded-Proto": "https",
        "X-Invoke-Path": "/secret",
        "X-Nonce": "guessed",
        "Next-Action": "abc",
        "Content-Security-Policy": "script-src 'nonce-guessed'",
        Authorization: "Bearer token",
        Cookie: "lovedcrm_refresh=secret; NEXT_LOCALE=pt; __prerender_bypass=1",
        "Accept-Language": "pt-BR",
      },
    });
    const { headers } = web.seen[0]!;
    expect(Object.keys(headers).sort()).toEqual([
      "accept-language",
      "connection",
      "cookie",
      "host",
      "x-forwarded-for",
      "x-forwarded-proto",
    ]);
    expect(headers.cookie).toBe("NEXT_LOCALE=pt");
    expect(headers["x-forwarded-for"]).toBe("127.0.0.1");
    expect(headers["x-forwarded-proto"]).toBe("http");
  });

  it("lets client navigation through", async () => {
    const tree = encodeURIComponent(
      JSON.stringify(["", { children: [["locale", "pt", "d"], { children: ["admin", {}] }] }, null, null, true]),
    );
    const sent = { RSC: "1", "Next-Router-Prefetch": "1", "Next-Router-State-Tree": tree, "Next-Url": "/pt/admin" };
    expect((await call("/pt/admin/clients?_rsc=abc", { headers: sent })).status).toBe(200);
    expect(web.seen[0]!.headers).toMatchObject({
      rsc: "1",
      "next-router-prefetch": "1",
      "next-router-state-tree": tree,
      "next-url": "/pt/admin",
    });
  });

  it.each([
    [{ RSC: "2" }],
    [{ RSC: "1", "Next-Router-Prefetch": "x" }],
    [{ RSC: "1", "Next-Router-State-Tree": "not json" }],
    [{ RSC: "1", "Next-Router-State-Tree": encodeURIComponent('{"a":1}') }],
    [{ RSC: "1", "Next-Router-State-Tree": encodeURIComponent('["",{"__proto__":{"x":true}}]') }],
    [{ RSC: "1", "Next-Router-State-Tree": encodeURIComponent("[".repeat(200) + "]".repeat(200)) }],
    [{ RSC: "1", "Next-Router-State-Tree": encodeURIComponent(JSON.stringify(["x".repeat(9000)])) }],
    [{ RSC: "1", "Next-Url": "//evil.example" }],
    [{ RSC: "1", "Next-Url": "http://evil.example/" }],
  ])("refuses malformed navigation headers %j", async (headers) => {
    expect((await call("/pt/admin", { headers })).status).toBe(400);
    expect(web.seen).toEqual([]);
  });

  it("drops navigation headers of what is no navigation", async () => {
    await call("/pt", { headers: { "Next-Router-State-Tree": "anything", "Next-Url": "//x" } });
    expect(Object.keys(web.seen[0]!.headers)).not.toContain("next-router-state-tree");
  });
});

describe("answers", () => {
  it("tell nothing about Next and redirect without naming a host", async () => {
    const { headers } = await call("/", { headers: { Host: "localhost:3999" } });
    expect(headers["x-powered-by"] ?? headers["x-nextjs-cache"] ?? headers["x-middleware-rewrite"]).toBeUndefined();
    expect(headers.location).toBe("/pt");
  });
});

describe("the way to the API", () => {
  it("leads where the API sends the browser, also when that is on this machine", async () => {
    const { headers } = await call("/api/auth/oauth/google/start", { headers: { Host: "localhost:3999" } });
    expect(headers.location).toBe("http://localhost:9084/google/auth");
  });

  it("passes method, query, body, cookies and the API's headers", async () => {
    const answer = await call("/api/deals?limit=5", {
      method: "POST",
      headers: {
        Authorization: "Bearer t",
        "X-Org-Id": "o",
        Cookie: "lovedcrm_refresh=r",
        "Content-Type": "application/json",
        Origin: "http://localhost",
      },
      body: '{"title":"x"}',
    });
    expect(answer).toMatchObject({ status: 200, headers: { "x-command-id": "42" } });
    expect(api.seen[0]).toMatchObject({
      method: "POST",
      url: "/deals?limit=5",
      body: '{"title":"x"}',
      headers: { authorization: "Bearer t", "x-org-id": "o", cookie: "lovedcrm_refresh=r", origin: "http://localhost" },
    });
  });

  it("says itself who calls", async () => {
    await call("/api/x", {
      headers: {
        "X-Forwarded-For": "1.2.3.4",
        Forwarded: "for=1.2.3.4",
        "X-Real-Ip": "1.2.3.4",
        "X-Middleware-Subrequest": "m",
        Connection: "X-Org-Id",
        "X-Org-Id": "dropped",
      },
    });
    const { headers } = api.seen[0]!;
    expect(headers["x-forwarded-for"]).toBe("127.0.0.1");
    expect(headers.forwarded ?? headers["x-real-ip"] ?? headers["x-middleware-subrequest"] ?? headers["x-org-id"]).toBeUndefined();
  });

  it("refuses bodies over the limit, announced or not", async () => {
    expect((await call("/api/imports", { method: "POST", body: Buffer.alloc(200_000) })).status).toBe(413);
    const chunked = await call("/api/imports", {
      method: "POST",
      headers: { "Transfer-Encoding": "chunked" },
      body: Buffer.alloc(200_000),
    }).catch(() => null);
    expect(chunked?.status ?? 413).toBe(413);
    expect(api.seen).toEqual([]);
  });
});
