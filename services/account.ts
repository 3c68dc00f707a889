import { BaseService } from "@/services/base";
import type { components } from "@/types/api";

type Schemas = components["schemas"];

/** Getting back in without the password and proving addresses: open to whoever holds a mailed link. */
class AccountService extends BaseService {
  forgotPassword(email: string) {
    return this.post<Schemas["MailPromised"]>("/auth/password/forgot", { email }, { anonymous: true });
  }

  resetPassword(reset: Schemas["PasswordReset"]) {
    return this.post<Schemas["PasswordSet"]>("/auth/password/reset", reset, { anonymous: true });
  }

  verifyEmail(token: string) {
    return this.post<Schemas["EmailProof"]>("/auth/email/verify", { token }, { anonymous: true });
  }

  /** Whose account a mailed link speaks of; the server knows by the token whether it is one's own. */
  findClaim(token: string, { isSignedIn }: { isSignedIn: boolean }) {
    return this.post<Schemas["EmailClaim"]>("/auth/email/claim", { token }, { anonymous: !isSignedIn });
  }

  disownEmail(token: string) {
    return this.post<Schemas["EmailDisowned"]>("/auth/email/disown", { token }, { anonymous: true });
  }

  resendVerification(email: string) {
    return this.post<Schemas["MailPromised"]>("/auth/email/resend", { email }, { anonymous: true });
  }

  changePassword(change: Schemas["PasswordChange"]) {
    return this.post<Schemas["PasswordSet"]>("/users/me/password", change);
  }
}

export const accountService = new AccountService();
