type Values = Record<string, string | number | null | undefined>;

function withQuery(path: string, query?: Values): string {
  const parameters = new URLSearchParams();
  for (const [name, value] of Object.entries(query ?? {})) {
    if (value !== undefined && value !== null && value !== "") parameters.set(name, String(value));
  }
  const text = parameters.toString();
  return text ? `${path}?${text}` : path;
}

/** Every URL of the web, without its locale: i18n/navigation adds that. */
export const paths = {
  landing: () => "/",
  login: (next?: string) => withQuery("/auth/login", { next }),
  register: () => "/auth/register",
  forgot: () => "/auth/forgot",
  dashboard: () => "/admin",
  /** The page that the person chose to begin with. */
  start: () => "/admin/start",
  pipeline: (filters?: Values) => withQuery("/admin/pipeline", filters),
  /** A deal is a panel over the board. */
  deal: (dealId: string) => withQuery("/admin/pipeline", { deal: dealId }),
  newDeal: (clientId?: string) => withQuery("/admin/pipeline", { new: "deal", client_id: clientId }),
  clients: (filters?: Values) => withQuery("/admin/clients", filters),
  client: (clientId: string, filters?: Values) => withQuery(`/admin/clients/${encodeURIComponent(clientId)}`, filters),
  duplicates: (pair?: string) => withQuery("/admin/clients/duplicates", { pair }),
  newClient: (name?: string) => withQuery("/admin/clients", { new: "client", name }),
  tasks: (filters?: Values) => withQuery("/admin/tasks", filters),
  /** A task is a dialog over the list. */
  task: (taskId: string) => withQuery("/admin/tasks", { task: taskId }),
  newTask: () => "/admin/tasks?new=task",
  team: () => "/admin/team",
  /** The team's page with the dialog for new invites open. */
  invite: () => "/admin/team?new=invite",
  /** What the link in an invite's mail opens. */
  invited: (token: string) => `/invite/${encodeURIComponent(token)}`,
  reports: (choice?: Values) => withQuery("/admin/reports", choice),
  imports: () => "/admin/import",
  import: (importId: string) => withQuery("/admin/import", { import: importId }),
  settings: (section?: string) => (section ? `/admin/settings/${section}` : "/admin/settings"),
} as const;

/**
 * Where to go after signing in: `next` if it is a page of the application or an invite's, else null.
 * Refuses other origins ("//evil.example", "https:…", "/\evil"), and everything outside these.
 */
export function safeNext(next: string | null | undefined): string | null {
  if (!next || !/^\/(?:admin(?:[/?#]|$)|invite\/[\w.-]+$)/.test(next) || /[\\\u0000-\u001f]/.test(next)) return null;
  return next;
}
