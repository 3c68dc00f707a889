import { BaseService } from "@/services/base";
import type { components } from "@/types/api";

type Schemas = components["schemas"];

const PATH = "/organizations/current/security-policy";

class SecurityPolicyService extends BaseService {
  find(signal?: AbortSignal): Promise<Schemas["SecurityPolicy"]> {
    return this.get(PATH, { signal });
  }

  async replace(policy: Schemas["SecurityPolicyUpdate"]): Promise<Schemas["SecurityPolicy"]> {
    return (await this.put<Schemas["SecurityPolicy"]>(PATH, policy)).data;
  }
}

export const securityPolicyService = new SecurityPolicyService();
