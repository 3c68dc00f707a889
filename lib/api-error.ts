export interface FieldProblem {
  field: string;
  code: string;
  message: string;
}

const KNOWN = ["type", "title", "status", "code", "detail", "errors", "request_id"];

/** A refusal of the API (RFC 9457 problem details), or no answer at all: status 0, code `network_error`. */
export class ApiError extends Error {
  readonly status: number;
  /** Stable, in English; people read the message `errors.<code>`. */
  readonly code: string;
  readonly detail: string;
  readonly errors: FieldProblem[];
  readonly requestId: string | null;
  /** Members beyond the standard ones, such as `permission`, `plan` or the current `version`. */
  readonly extra: Record<string, unknown>;
  readonly retryAfterSeconds: number | null;

  constructor(status: number, problem: Record<string, unknown>, retryAfterSeconds: number | null = null) {
    const detail = typeof problem.detail === "string" ? problem.detail : "";
    super(detail || `HTTP ${status}`);
    this.name = "ApiError";
    this.status = status;
    this.code = typeof problem.code === "string" ? problem.code : status === 0 ? "network_error" : "internal_error";
    this.detail = detail;
    this.errors = Array.isArray(problem.errors) ? (problem.errors as FieldProblem[]) : [];
    this.requestId = typeof problem.request_id === "string" && problem.request_id ? problem.request_id : null;
    this.extra = Object.fromEntries(Object.entries(problem).filter(([key]) => !KNOWN.includes(key)));
    this.retryAfterSeconds = retryAfterSeconds;
  }

  static async from(response: Response): Promise<ApiError> {
    const text = await response.text().catch(() => "");
    let problem: Record<string, unknown> = {};
    try {
      const parsed: unknown = JSON.parse(text);
      if (parsed && typeof parsed === "object") problem = parsed as Record<string, unknown>;
    } catch {
      // A proxy in between answered with its own page: the status says enough.
    }
    problem.request_id ??= response.headers.get("X-Request-Id") ?? undefined;
    if (!problem.code && [502, 503, 504].includes(response.status)) problem.code = "unavailable";
    const retryAfter = Number(response.headers.get("Retry-After"));
    return new ApiError(response.status, problem, Number.isFinite(retryAfter) && retryAfter > 0 ? retryAfter : null);
  }

  static network(): ApiError {
    return new ApiError(0, { code: "network_error" });
  }

  /** The problem of one field, as a form shows it; nested fields come joined with dots. */
  field(name: string): FieldProblem | undefined {
    return this.errors.find((error) => error.field === name || error.field === `body.${name}`);
  }

  /** Whether asking again later may succeed by itself. */
  get isTransient(): boolean {
    return this.status === 0 || this.status === 502 || this.status === 503 || this.status === 504;
  }
}

export function isAbort(error: unknown): boolean {
  return error instanceof DOMException && error.name === "AbortError";
}
