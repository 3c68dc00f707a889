import { announce } from "@/lib/session-channel";
import { BaseService } from "@/services/base";
import { toCredentials } from "@/services/session-refresh";
import { useSessionStore } from "@/stores/session";
import type { components } from "@/types/api";

type Schemas = components["schemas"];

class AuthService extends BaseService {
  async register(registration: Schemas["Registration"], idempotencyKey: string): Promise<Schemas["SignedIn"]> {
    const { data } = await this.post<Schemas["SignedIn"]>("/auth/register", registration, { anonymous: true, idempotencyKey });
    return this.enter(data);
  }

  async login(login: Schemas["Login"]): Promise<Schemas["SignedIn"]> {
    const { data } = await this.post<Schemas["SignedIn"]>("/auth/login", login, { anonymous: true });
    return this.enter(data);
  }

  /** End this login here, in the other tabs and on the server. The screen is signed out even if the server is away. */
  async logout(): Promise<void> {
    try {
      await this.post("/auth/logout", undefined, { timeoutSeconds: 5 });
    } finally {
      useSessionStore.getState().signOut({ byChoice: true });
      announce({ type: "signed-out" });
    }
  }

  private enter(answer: Schemas["SignedIn"]): Schemas["SignedIn"] {
    const credentials = toCredentials(answer);
    useSessionStore.getState().signIn(credentials);
    announce({ type: "signed-in", credentials });
    return answer;
  }
}

export const authService = new AuthService();
