import net from "node:net";

import { expect, test, type APIRequestContext } from "@playwright/test";

/** The known holes of Next 14, tried against the running production server (docs/architecture.md). */

async function raw(baseURL: string, lines: string[]): Promise<string> {
  const { hostname, port } = new URL(baseURL);
  return new Promise((resolve, reject) => {
    let answer = "";
    const socket = net.connect(Number(port), hostname, () => socket.write(lines.join("\r\n") + "\r\n\r\n"));
    socket.setTimeout(5_000, () => socket.destroy());
    socket.on("data", (chunk) => (answer += chunk.toString("latin1")));
    socket.on("close", () => resolve(answer));
    socket.on("error", reject);
  });
}

const statusOf = (answer: string) => Number(/^HTTP\/1\.1 (\d{3})/.exec(answer)?.[1] ?? 0);

async function plain(request: APIRequestContext, path: string) {
  const answer = await request.get(path, { maxRedirects: 0 });
  return { status: answer.status(), headers: answer.headers() };
}

test("refuses to upgrade a connection", async ({ baseURL }) => {
  for (const path of ["/", "/pt", "/api/ws", "/_next/webpack-hmr"]) {
    const answer = await raw(baseURL!, [
      `GET ${path} HTTP/1.1`,
      "Host: localhost",
      "Connection: Upgrade",
      "Upgrade: websocket",
      "Sec-WebSocket-Version: 13",
      "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
    ]);
    expect(statusOf(answer), path).not.toBe(101);
  }
});

test("hostile headers change nothing of a page", async ({ request }) => {
  const clean = await plain(request, "/pt/auth/login");
  const hostile: Record<string, string> = {
    "x-middleware-subrequest": "middleware:middleware:middleware:middleware:middleware",
    "x-middleware-rewrite": "http://127.0.0.1:1/",
    "x-middleware-next": "1",
    "x-middleware-override-headers": "host",
    "x-nextjs-data": "1",
    "x-invoke-path": "/admin",
    "x-matched-path": "/admin",
    "x-now-route-matches": "1",
    "x-forwarded-host": "evil.example",
    "content-security-policy": "script-src 'nonce-\"><script>alert(1)</script>'",
    "next-resume": "1",
  };
  for (const [name, value] of Object.entries(hostile)) {
    const answer = await request.get("/pt/auth/login", { headers: { [name]: value }, maxRedirects: 0 });
    expect(answer.status(), name).toBe(clean.status);
    expect(await answer.text(), name).not.toContain("alert(1)");
    expect(answer.headers().location ?? "", name).not.toContain("evil.example");
  }
});

test("no Server Action is ever run", async ({ request }) => {
  for (const path of ["/pt", "/pt/admin", "/pt/auth/login"]) {
    const answer = await request.post(path, { headers: { "Next-Action": "0".repeat(40), "Content-Type": "text/plain" }, data: "[]" });
    expect([404, 405]).toContain(answer.status());
  }
});

test("the image optimizer and Next's insides are closed", async ({ request }) => {
  const paths = [
    "/_next/image?url=%2Ffavicon.ico&w=64&q=75",
    "/_next/image?url=http%3A%2F%2F127.0.0.1%3A1%2F&w=64&q=75",
    "/_next/data/x/pt.json",
    "/_next/webpack-hmr",
    "/_next/static/../server/middleware.js",
    "/_next/static/%2e%2e/server/app-paths-manifest.json",
  ];
  for (const path of paths) expect([400, 404], path).toContain((await plain(request, path)).status);
});

test("a redirect never leaves the site", async ({ baseURL, request }) => {
  for (const path of ["//evil.example", "//evil.example/%2f..", "/\\evil.example", "/%5cevil.example", "/pt//evil.example"]) {
    const answer = await raw(baseURL!, [`GET ${path} HTTP/1.1`, "Host: localhost", "Connection: close"]);
    expect(answer, path).not.toMatch(/^location:\s*(https?:)?\/\/(?!localhost|127)/im);
  }
  const answer = await request.get("/admin", { headers: { host: "evil.example" }, maxRedirects: 0 });
  expect(answer.headers().location ?? "").not.toContain("evil.example");
});

test("requests are not smuggled", async ({ baseURL }) => {
  const both = ["POST /api/auth/login HTTP/1.1", "Host: localhost", "Content-Length: 6", "Transfer-Encoding: chunked", "", "0", "", "G"];
  expect([400, 0]).toContain(statusOf(await raw(baseURL!, both)));
  const absolute = ["GET http://127.0.0.1:1/ HTTP/1.1", "Host: localhost", "Connection: close"];
  expect(statusOf(await raw(baseURL!, absolute))).toBe(400);
});

test("the router's state may not be abused", async ({ request }) => {
  for (const tree of ["[", "x".repeat(20_000), encodeURIComponent(JSON.stringify({ __proto__: 1 })), "[".repeat(5_000)]) {
    const answer = await request.get("/pt", { headers: { RSC: "1", "Next-Router-State-Tree": tree }, maxRedirects: 0 });
    expect(answer.status(), tree.slice(0, 20)).toBeLessThan(500);
  }
});

test("pages carry the headers that browsers obey", async ({ request }) => {
  const { headers } = await plain(request, "/pt/auth/login");
  expect(headers["content-security-policy"]).toContain("frame-ancestors 'none'");
  expect(headers["content-security-policy"]).not.toContain("unsafe-eval");
  expect(headers["x-content-type-options"]).toBe("nosniff");
  expect(headers["referrer-policy"]).toBeTruthy();
  expect(headers["x-powered-by"]).toBeUndefined();
});

test("an application page holds no data before somebody signed in", async ({ request }) => {
  for (const path of ["/pt/admin", "/pt/admin/clients", "/pt/admin/pipeline", "/pt/admin/settings"]) {
    const text = await (await request.get(path)).text();
    expect(text, path).not.toMatch(/eyJ[\w-]+\.eyJ|access_token":"/);
  }
});
