import { BaseService } from "@/services/base";
import type { components } from "@/types/api";

type Schemas = components["schemas"];
export type Team = Schemas["Team"];

class TeamService extends BaseService {
  /** Agencies have a handful of teams: one page holds them. */
  listTeams(signal?: AbortSignal) {
    return this.get<Schemas["TeamPage"]>("/teams", { query: { limit: 100 }, signal });
  }

  createTeam(name: string) {
    return this.post<Team>("/teams", { name } satisfies Schemas["TeamCreate"]);
  }

  renameTeam(team: Team, name: string) {
    return this.patch<Team>(`/teams/${team.id}`, { name, version: team.version } satisfies Schemas["TeamUpdate"]);
  }

  deleteTeam(team: Team) {
    return this.delete(`/teams/${team.id}`);
  }
}

export const teamService = new TeamService();
