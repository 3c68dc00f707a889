"use client";

import { useMembers } from "@/hooks/use-member";
import { useOrgContext } from "@/hooks/use-org-context";

/** The colleagues that the person may give something to: those whose records they see. */
export function useAssignable({ enabled = true } = {}) {
  const { features } = useOrgContext();
  const { data = [] } = useMembers({ enabled });
  const seen = features?.seen_owner_ids ?? null;
  return seen === null ? data : data.filter(({ user_id }) => seen.includes(user_id));
}
