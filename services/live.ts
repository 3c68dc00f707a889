import { BaseService } from "@/services/base";
import type { components } from "@/types/api";

type LiveTicket = components["schemas"]["LiveTicket"];

class LiveService extends BaseService {
  /** The address of the WebSocket with a ticket that opens it once, within seconds. */
  async getTicketUrl(): Promise<string> {
    const { data } = await this.post<LiveTicket>("/ws/ticket");
    const url = new URL(data.url, window.location.href);
    url.searchParams.set("ticket", data.ticket);
    return url.toString();
  }
}

export const liveService = new LiveService();
