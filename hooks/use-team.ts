"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";

import { useOrgContext } from "@/hooks/use-org-context";
import { memberService, type ScopeUpdate } from "@/services/member";
import { teamService, type Team } from "@/services/team";

/** The organization's teams, by name. */
export function useTeams({ enabled = true }: { enabled?: boolean } = {}) {
  const { organizationId, hasTeams } = useOrgContext();
  return useQuery({
    queryKey: ["team", organizationId],
    queryFn: ({ signal }) => teamService.listTeams(signal),
    select: (page) => page.items,
    enabled: enabled && hasTeams,
  });
}

/** Create, rename and delete; the lists of teams and of people follow. */
export function useTeamActions() {
  const { organizationId } = useOrgContext();
  const queryClient = useQueryClient();
  const onSettled = () =>
    Promise.all([
      queryClient.invalidateQueries({ queryKey: ["team", organizationId] }),
      queryClient.invalidateQueries({ queryKey: ["member", organizationId] }),
    ]);
  return {
    create: useMutation({ mutationFn: (name: string) => teamService.createTeam(name), onSettled }),
    rename: useMutation({ mutationFn: ({ team, name }: { team: Team; name: string }) => teamService.renameTeam(team, name), onSettled }),
    remove: useMutation({ mutationFn: (team: Team) => teamService.deleteTeam(team), onSettled }),
  };
}

/** What somebody sees of the records, and the team that they are in. */
export function useChangeScope() {
  const { organizationId } = useOrgContext();
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: ({ userId, ...scope }: ScopeUpdate & { userId: string }) => memberService.changeScope(userId, scope),
    onSettled: () =>
      Promise.all([
        queryClient.invalidateQueries({ queryKey: ["member", organizationId] }),
        queryClient.invalidateQueries({ queryKey: ["team", organizationId] }),
      ]),
  });
}
