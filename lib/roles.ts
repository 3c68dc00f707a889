import type { Role } from "@/services/member";

/** The strongest first. */
export const ROLES: readonly Role[] = ["owner", "admin", "manager", "member", "viewer"];

/** Does a role stand above another? */
export function outranks(role: Role, other: Role): boolean {
  return ROLES.indexOf(role) < ROLES.indexOf(other);
}
