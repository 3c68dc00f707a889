import { BaseService } from "@/services/base";
import type { components } from "@/types/api";

type Schemas = components["schemas"];

class TwoFactorService extends BaseService {
  status(signal?: AbortSignal): Promise<Schemas["TwoFactorStatus"]> {
    return this.get("/two-factor", { signal });
  }

  async setUp(): Promise<Schemas["TwoFactorSetup"]> {
    return (await this.post<Schemas["TwoFactorSetup"]>("/two-factor/setup")).data;
  }

  async enable(code: string): Promise<string[]> {
    return (await this.post<Schemas["BackupCodes"]>("/two-factor/enable", { code })).data.backup_codes;
  }

  async disable(): Promise<void> {
    await this.post("/two-factor/disable");
  }

  async renewCodes(): Promise<string[]> {
    return (await this.post<Schemas["BackupCodes"]>("/two-factor/backup-codes")).data.backup_codes;
  }

  async beginPasskey(): Promise<Schemas["PasskeyOptions"]> {
    return (await this.post<Schemas["PasskeyOptions"]>("/two-factor/passkeys/options")).data;
  }

  async addPasskey(made: Schemas["PasskeyRegistration"]): Promise<Schemas["PasskeyAdded"]> {
    return (await this.post<Schemas["PasskeyAdded"]>("/two-factor/passkeys", made)).data;
  }

  async renamePasskey(id: string, name: string): Promise<Schemas["PasskeyInfo"]> {
    return (await this.patch<Schemas["PasskeyInfo"]>(`/two-factor/passkeys/${id}`, { name })).data;
  }

  async removePasskey(id: string): Promise<void> {
    await this.delete(`/two-factor/passkeys/${id}`);
  }

  async reauthenticate(proof: Schemas["Proof"]): Promise<Schemas["Reauthenticated"]> {
    return (await this.post<Schemas["Reauthenticated"]>("/auth/reauthenticate", proof)).data;
  }

  async beginReauthentication(): Promise<Schemas["PasskeyOptions"]> {
    return (await this.post<Schemas["PasskeyOptions"]>("/auth/reauthenticate/passkey-options")).data;
  }

  listRecoveries(signal?: AbortSignal): Promise<Schemas["RecoveryRequests"]> {
    return this.get("/two-factor/recoveries", { signal });
  }

  async approveRecovery(id: string): Promise<void> {
    await this.post(`/two-factor/recoveries/${id}/approve`);
  }

  async refuseRecovery(id: string): Promise<void> {
    await this.delete(`/two-factor/recoveries/${id}`);
  }
}

export const twoFactorService = new TwoFactorService();
