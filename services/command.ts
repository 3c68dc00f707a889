import { BaseService } from "@/services/base";
import type { components } from "@/types/api";

type Undone = components["schemas"]["Undone"];

class CommandService extends BaseService {
  /** Take back what the command did. 409 when somebody changed it since, or it is undone already. */
  undo(commandId: string) {
    return this.post<Undone>(`/commands/${commandId}/undo`);
  }
}

export const commandService = new CommandService();
