/** One event of the organization, as the API sends it after the commit. */
export interface LiveEvent<Data = Record<string, unknown>> {
  /** Past tense: `deal.moved`, `client.updated`, `import.progress`. */
  type: string;
  organization_id: string;
  entity_id: string;
  version: number;
  actor: { id: string | null; full_name: string };
  at: string;
  data: Data;
}

export type LiveStatus = "connecting" | "open" | "waiting";

interface LiveOptions {
  /** A one-time address to open. Throws when the API can't be reached. */
  getUrl: () => Promise<string>;
  onEvent: (event: LiveEvent) => void;
  /** Events may have been missed: ask again for what is on screen. */
  onResume: () => void;
  onStatus?: (status: LiveStatus) => void;
}

const FIRST_DELAY_MS = 500;
const LONGEST_DELAY_MS = 30_000;
/** A timer that fires this late means that the machine slept. */
const SLEPT_MS = 15_000;
const TICK_MS = 5_000;

/**
 * A WebSocket that stays: opens with a fresh ticket each time, comes back with growing, jittered pauses,
 * and at once when the network returns, the tab is shown again or the machine wakes.
 */
export class LiveConnection {
  private socket: WebSocket | null = null;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private ticker: ReturnType<typeof setInterval> | undefined;
  private lastTick = 0;
  private attempts = 0;
  private wasOpen = false;
  private isStopped = true;
  /** Tells a late answer that another attempt has replaced it. */
  private generation = 0;

  constructor(private readonly options: LiveOptions) {}

  start(): void {
    if (!this.isStopped) return;
    this.isStopped = false;
    this.lastTick = Date.now();
    this.ticker = setInterval(this.tick, TICK_MS);
    window.addEventListener("online", this.wake);
    document.addEventListener("visibilitychange", this.wake);
    void this.open();
  }

  stop(): void {
    this.isStopped = true;
    this.generation += 1;
    clearTimeout(this.timer);
    clearInterval(this.ticker);
    window.removeEventListener("online", this.wake);
    document.removeEventListener("visibilitychange", this.wake);
    this.socket?.close(1000);
    this.socket = null;
  }

  private readonly tick = () => {
    const now = Date.now();
    const hasSlept = now - this.lastTick > TICK_MS + SLEPT_MS;
    this.lastTick = now;
    // After sleep a socket often looks open though its other end is long gone.
    if (hasSlept) this.reopen();
  };

  private readonly wake = () => {
    if (document.visibilityState === "hidden" || this.socket?.readyState === WebSocket.OPEN) return;
    if (this.socket?.readyState === WebSocket.CONNECTING) return;
    this.reopen();
  };

  private reopen(): void {
    this.attempts = 0;
    clearTimeout(this.timer);
    this.socket?.close(1000);
    this.socket = null;
    void this.open();
  }

  private async open(): Promise<void> {
    if (this.isStopped) return;
    const generation = ++this.generation;
    this.options.onStatus?.("connecting");
    let url: string;
    try {
      url = await this.options.getUrl();
    } catch {
      if (generation === this.generation) this.retryLater();
      return;
    }
    if (this.isStopped || generation !== this.generation) return;
    const socket = new WebSocket(url);
    this.socket = socket;
    socket.onopen = () => {
      this.attempts = 0;
      this.options.onStatus?.("open");
      if (this.wasOpen) this.options.onResume();
      this.wasOpen = true;
    };
    socket.onmessage = (message: MessageEvent<string>) => {
      const event = parse(message.data);
      if (event) this.options.onEvent(event);
    };
    socket.onclose = () => {
      if (generation === this.generation && !this.isStopped) this.retryLater();
    };
  }

  private retryLater(): void {
    this.socket = null;
    this.options.onStatus?.("waiting");
    const longest = Math.min(FIRST_DELAY_MS * 2 ** this.attempts, LONGEST_DELAY_MS);
    this.attempts += 1;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => void this.open(), longest * (0.5 + Math.random() / 2));
  }
}

function parse(text: string): LiveEvent | null {
  try {
    const event = JSON.parse(text) as Partial<LiveEvent>;
    return typeof event.type === "string" && typeof event.entity_id === "string" ? (event as LiveEvent) : null;
  } catch {
    return null;
  }
}
