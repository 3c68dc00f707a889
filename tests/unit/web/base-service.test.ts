import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

import { ApiError } from "@/lib/api-error";
import { BaseService, toQueryString } from "@/services/base";
import { useSessionStore, type Credentials } from "@/stores/session";

class ThingService extends BaseService {
  list(query?: Record<string, string>, signal?: AbortSignal) {
    return this.get<{ items: string[] }>("/things", { query, signal });
  }
  create(key?: string) {
    return this.post<{ id: string }>("/things", { name: "x" }, { idempotencyKey: key });
  }
  remove() {
    return this.delete("/things/1");
  }
}

const service = new ThingService();
const user = { id: "u1", email: "ana@x.com", full_name: "Ana", locale: "pt" } as Credentials["user"];
const organization = {
  id: "o1",
  name: "Aurora",
  plan: "pro",
  currency: "BRL",
  is_personal: false,
  role: "owner",
} as Credentials["organization"];

function signIn(token: string, secondsLeft = 900) {
  useSessionStore.getState().signIn({ accessToken: token, expiresAt: Date.now() + secondsLeft * 1000, user, organization });
}

const json = (status: number, body: unknown, headers: Record<string, string> = {}) =>
  new Response(JSON.stringify(body), { status, headers: { "Content-Type": "application/json", ...headers } });

const refreshed = (token: string) => json(200, { access_token: token, token_type: "bearer", expires_in: 900, user, organization });

let calls: { url: string; init: RequestInit }[];
let answer: (url: string, headers: Headers) => Response | Promise<Response>;

beforeEach(() => {
  calls = [];
  signIn("old");
  vi.stubGlobal("fetch", async (url: string, init: RequestInit) => {
    calls.push({ url, init });
    return answer(url, new Headers(init.headers));
  });
});

afterEach(() => {
  vi.unstubAllGlobals();
  useSessionStore.setState({ status: "unknown", credentials: null, hasLeft: false });
});

const headersOf = (index: number) => new Headers(calls[index]?.init.headers);

describe("BaseService", () => {
  it("sends the token and the organization", async () => {
    answer = () => json(200, { items: ["a"] });
    expect(await service.list({ q: "ção" })).toEqual({ items: ["a"] });
    expect(calls[0]?.url).toBe("/api/things?q=%C3%A7%C3%A3o");
    expect(headersOf(0).get("Authorization")).toBe("Bearer old");
    expect(headersOf(0).get("X-Org-Id")).toBe("o1");
  });

  it("refreshes once on 401 and repeats the request with the new token and the same key", async () => {
    answer = (url, headers) =>
      url.endsWith("/auth/refresh")
        ? refreshed("new")
        : headers.get("Authorization") === "Bearer new"
          ? json(201, { id: "1" })
          : json(401, {});
    await service.create("key-1");
    expect(calls.map((call) => call.url)).toEqual(["/api/things", "/api/auth/refresh", "/api/things"]);
    expect([headersOf(0), headersOf(2)].map((headers) => headers.get("Idempotency-Key"))).toEqual(["key-1", "key-1"]);
  });

  it("refreshes once for many requests at the same time", async () => {
    answer = (url, headers) =>
      url.endsWith("/auth/refresh")
        ? refreshed("new")
        : headers.get("Authorization") === "Bearer new"
          ? json(200, { items: [] })
          : json(401, {});
    await Promise.all([service.list(), service.list(), service.list()]);
    expect(calls.filter((call) => call.url.endsWith("/auth/refresh"))).toHaveLength(1);
  });

  it("refreshes before the call when the token is about to end", async () => {
    signIn("old", 5);
    answer = (url) => (url.endsWith("/auth/refresh") ? refreshed("new") : json(200, { items: [] }));
    await service.list();
    expect(calls.map((call) => call.url)).toEqual(["/api/auth/refresh", "/api/things"]);
  });

  it("does not ask twice when the repeated request is refused too", async () => {
    answer = (url) => (url.endsWith("/auth/refresh") ? refreshed("new") : json(401, { code: "session_dead" }));
    await expect(service.list()).rejects.toMatchObject({ status: 401, code: "session_dead" });
    expect(calls).toHaveLength(3);
  });

  it("signs out when the refresh is refused", async () => {
    answer = () => json(401, { code: "refresh_invalid" });
    await expect(service.list()).rejects.toMatchObject({ status: 401 });
    expect(useSessionStore.getState()).toMatchObject({ status: "signed-out", credentials: null });
  });

  it("keeps the session when the server is away during a refresh", async () => {
    answer = (url) => (url.endsWith("/auth/refresh") ? json(503, {}) : json(401, {}));
    await expect(service.list()).rejects.toMatchObject({ status: 503, code: "unavailable" });
    expect(useSessionStore.getState().status).toBe("signed-in");
  });

  it("answers the command id of a write, and nothing for 204", async () => {
    answer = () => new Response(null, { status: 204, headers: { "X-Command-Id": "c1" } });
    expect(await service.remove()).toEqual({ data: undefined, commandId: "c1" });
  });

  it("gives every POST a key of its own", async () => {
    answer = () => json(201, { id: "1" });
    await service.create();
    await service.create();
    const keys = [headersOf(0), headersOf(1)].map((headers) => headers.get("Idempotency-Key"));
    expect(keys[0]).toMatch(/^[0-9a-f-]{36}$/);
    expect(keys[0]).not.toBe(keys[1]);
  });

  it("turns a problem into an ApiError with fields, extras and the request id", async () => {
    answer = () =>
      json(
        422,
        {
          code: "invalid",
          detail: "No.",
          status: 422,
          errors: [{ field: "name", code: "missing", message: "m" }],
          request_id: "r1",
          plan: "pro",
        },
        { "Retry-After": "7" },
      );
    const error = await service.create().catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(ApiError);
    expect(error).toMatchObject({ status: 422, code: "invalid", requestId: "r1", extra: { plan: "pro" }, retryAfterSeconds: 7 });
    expect((error as ApiError).field("name")?.code).toBe("missing");
  });

  it("says network_error when nothing answers and AbortError when the caller gave up", async () => {
    answer = () => Promise.reject(new TypeError("Failed to fetch"));
    await expect(service.list()).rejects.toMatchObject({ status: 0, code: "network_error", isTransient: true });
    const aborted = new AbortController();
    answer = () => {
      aborted.abort();
      return Promise.reject(new DOMException("gone", "AbortError"));
    };
    await expect(service.list({}, aborted.signal)).rejects.toMatchObject({ name: "AbortError" });
  });
});

describe("toQueryString", () => {
  it("leaves out what is empty and repeats arrays", () => {
    expect(toQueryString({ a: 0, b: "", c: null, d: undefined, e: ["x", "y"], f: false })).toBe("?a=0&e=x&e=y&f=false");
    expect(toQueryString({})).toBe("");
  });
});
