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

  /** Signed in, or the challenge to answer with loginSecondFactor(). */
  async login(login: Schemas["Login"]): Promise<Schemas["SignedIn"] | Schemas["ChallengeIssued"]> {
    const { data } = await this.post<Schemas["SignedIn"] | Schemas["ChallengeIssued"]>("/auth/login", login, { anonymous: true });
    return "challenge_token" in data ? data : this.enter(data);
  }

  async loginSecondFactor(factor: Schemas["SecondFactor"]): Promise<Schemas["SignedIn"]> {
    const { data } = await this.post<Schemas["SignedIn"]>("/auth/login/2fa", factor, { anonymous: true });
    return this.enter(data);
  }

  async beginSecondFactor(challenge_token: string): Promise<Schemas["PasskeyOptions"]> {
    return (await this.post<Schemas["PasskeyOptions"]>("/auth/login/2fa/passkey-options", { challenge_token }, { anonymous: true })).data;
  }

  async beginPasskey(): Promise<Schemas["PasskeyOptions"]> {
    return (await this.post<Schemas["PasskeyOptions"]>("/auth/login/passkey-options", undefined, { anonymous: true })).data;
  }

  async loginPasskey(answer: Schemas["PasskeyAnswer"]): Promise<Schemas["SignedIn"]> {
    const { data } = await this.post<Schemas["SignedIn"]>("/auth/login/passkey", answer, { anonymous: true });
    return this.enter(data);
  }

  async requestRecovery(challenge_token: string): Promise<void> {
    await this.post("/auth/recovery", { challenge_token }, { anonymous: true });
  }

  async confirmRecovery(token: string): Promise<Schemas["RecoveryState"]> {
    return (await this.post<Schemas["RecoveryState"]>("/auth/recovery/confirm", { token }, { anonymous: true })).data;
  }

  async cancelRecovery(token: string): Promise<Schemas["RecoveryState"]> {
    return (await this.post<Schemas["RecoveryState"]>("/auth/recovery/cancel", { token }, { anonymous: true })).data;
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
