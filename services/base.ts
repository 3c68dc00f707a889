import { ApiError, isAbort } from "@/lib/api-error";
import { API_URL } from "@/lib/api-url";
import { refreshSession } from "@/services/session-refresh";
import { useSessionStore } from "@/stores/session";

export type QueryValue = string | number | boolean | null | undefined;

export interface RequestOptions {
  /** Empty values are left out; an array repeats its name. */
  query?: Record<string, QueryValue | readonly QueryValue[]>;
  signal?: AbortSignal;
  /** Without token, organization and refresh: for log-in and registration. */
  anonymous?: boolean;
  /** Of a POST; give the same one again to repeat an attempt without doing it twice. Made up when missing. */
  idempotencyKey?: string;
  /** 30 seconds unless told; 0 waits forever (uploads). */
  timeoutSeconds?: number;
}

/** What a write answers; `commandId` takes it back (POST /commands/{id}/undo) where the API keeps an undo record. */
export interface Written<T> {
  data: T;
  commandId: string | null;
}

type Method = "GET" | "POST" | "PATCH" | "PUT" | "DELETE";

/** A token this close to its end is renewed before the call instead of after a 401. */
const RENEW_BEFORE_MS = 20_000;

export abstract class BaseService {
  protected async get<T>(path: string, options: RequestOptions = {}): Promise<T> {
    return (await this.request<T>("GET", path, undefined, options)).data;
  }

  protected post<T>(path: string, body?: unknown, options: RequestOptions = {}): Promise<Written<T>> {
    return this.request<T>("POST", path, body, { ...options, idempotencyKey: options.idempotencyKey ?? crypto.randomUUID() });
  }

  protected patch<T>(path: string, body: unknown, options: RequestOptions = {}): Promise<Written<T>> {
    return this.request<T>("PATCH", path, body, options);
  }

  protected put<T>(path: string, body: unknown, options: RequestOptions = {}): Promise<Written<T>> {
    return this.request<T>("PUT", path, body, options);
  }

  protected delete<T = void>(path: string, options: RequestOptions = {}): Promise<Written<T>> {
    return this.request<T>("DELETE", path, undefined, options);
  }

  /** A file that fits into memory, such as a list of problem rows. */
  protected async download(path: string, options: RequestOptions = {}, method: "GET" | "POST" = "GET"): Promise<Blob> {
    const response = await this.authorized(method, path, undefined, options);
    if (!response.ok) throw await ApiError.from(response);
    return response.blob();
  }

  private async request<T>(method: Method, path: string, body: unknown, options: RequestOptions): Promise<Written<T>> {
    const response = await this.authorized(method, path, body, options);
    if (!response.ok) throw await this.refusal(response);
    const isEmpty = response.status === 204 || response.headers.get("Content-Length") === "0";
    const data = (isEmpty ? undefined : await response.json()) as T;
    return { data, commandId: response.headers.get("X-Command-Id") };
  }

  /** Who was removed, or whose organization was deleted, goes on wherever the server lets them. */
  private async refusal(response: Response): Promise<ApiError> {
    const error = await ApiError.from(response);
    if (error.code === "not_a_member" || error.code === "organization_closed") void refreshSession().catch(() => undefined);
    return error;
  }

  /** Send, and after one 401 refresh the session and send the very same request again. */
  private async authorized(method: Method, path: string, body: unknown, options: RequestOptions): Promise<Response> {
    if (options.anonymous) return send(method, path, body, options);
    const { credentials } = useSessionStore.getState();
    if (!credentials || credentials.expiresAt - Date.now() < RENEW_BEFORE_MS) await refreshSession();
    const sentToken = useSessionStore.getState().credentials?.accessToken;
    const response = await send(method, path, body, options);
    if (response.status !== 401) return response;
    const isRenewed = useSessionStore.getState().credentials?.accessToken !== sentToken;
    if (isRenewed || (await refreshSession())) return send(method, path, body, options);
    return response;
  }
}

async function send(method: Method, path: string, body: unknown, options: RequestOptions): Promise<Response> {
  const headers = new Headers({ Accept: "application/json" });
  const { credentials } = useSessionStore.getState();
  if (credentials && !options.anonymous) {
    headers.set("Authorization", `Bearer ${credentials.accessToken}`);
    headers.set("X-Org-Id", credentials.organization.id);
  }
  if (options.idempotencyKey) headers.set("Idempotency-Key", options.idempotencyKey);
  const isForm = body instanceof FormData;
  if (body !== undefined && !isForm) headers.set("Content-Type", "application/json");

  const timer = new AbortController();
  const stop = () => timer.abort(options.signal?.reason);
  if (options.signal?.aborted) stop();
  options.signal?.addEventListener("abort", stop, { once: true });
  const seconds = options.timeoutSeconds ?? 30;
  const timeout = seconds > 0 ? setTimeout(() => timer.abort(), seconds * 1000) : undefined;
  try {
    return await fetch(`${API_URL}${path}${toQueryString(options.query)}`, {
      method,
      headers,
      body: body === undefined ? undefined : isForm ? body : JSON.stringify(body),
      credentials: "include",
      cache: "no-store",
      signal: timer.signal,
    });
  } catch (error) {
    if (isAbort(error) && options.signal?.aborted) throw error;
    throw ApiError.network();
  } finally {
    clearTimeout(timeout);
    options.signal?.removeEventListener("abort", stop);
  }
}

export function toQueryString(query: RequestOptions["query"]): string {
  const parameters = new URLSearchParams();
  for (const [name, value] of Object.entries(query ?? {})) {
    for (const item of Array.isArray(value) ? (value as readonly QueryValue[]) : [value as QueryValue]) {
      if (item !== undefined && item !== null && item !== "") parameters.append(name, String(item));
    }
  }
  const text = parameters.toString();
  return text && `?${text}`;
}
