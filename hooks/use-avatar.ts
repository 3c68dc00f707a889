"use client";

import { useMutation, useQueries } from "@tanstack/react-query";
import { useMemo } from "react";

import { useErrorToast } from "@/hooks/use-error-toast";
import { useIdle } from "@/hooks/use-idle";
import { useMembers } from "@/hooks/use-member";
import { useOrgContext } from "@/hooks/use-org-context";
import { meService } from "@/services/me";
import { useSessionStore } from "@/stores/session";

/** The pictures of everybody here, as addresses for <img>; fetched when nothing more urgent is to do. */
export function useAvatarUrls(): ReadonlyMap<string, string> {
  const { organizationId, user } = useOrgContext();
  const isIdle = useIdle();
  const { data: members } = useMembers({ enabled: isIdle });
  const others = (members ?? []).filter((member) => member.user_id !== user.id);
  const wanted = [{ user_id: user.id, avatar_version: user.avatar_version ?? null }, ...others].flatMap(({ user_id, avatar_version }) =>
    avatar_version ? [{ user_id, avatar_version }] : [],
  );
  const urls = useQueries({
    queries: wanted.map(({ user_id, avatar_version }) => ({
      queryKey: ["avatar", organizationId, user_id, avatar_version],
      queryFn: async ({ signal }: { signal: AbortSignal }) =>
        URL.createObjectURL(await meService.getAvatar(user_id, avatar_version, signal)),
      staleTime: Infinity,
      gcTime: Infinity,
      retry: false,
      enabled: isIdle,
    })),
    combine: (results) => results.map((result) => result.data ?? "").join(" "),
  });
  const ids = wanted.map(({ user_id }) => user_id).join(" ");
  return useMemo(() => {
    const found = urls.split(" ");
    return new Map(ids.split(" ").flatMap((id, index): [string, string][] => (found[index] ? [[id, found[index]]] : [])));
  }, [ids, urls]);
}

export function useAvatarChange() {
  const showError = useErrorToast();
  const { user } = useOrgContext();
  const put = useMutation({
    mutationFn: (file: File) => meService.putAvatar(file),
    onSuccess: (changed) => useSessionStore.getState().updateUser(changed),
    onError: showError,
  });
  const remove = useMutation({
    mutationFn: () => meService.deleteAvatar(),
    onSuccess: () => useSessionStore.getState().updateUser({ ...user, avatar_version: null }),
    onError: showError,
  });
  return { put, remove };
}
