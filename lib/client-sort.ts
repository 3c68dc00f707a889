/** The orders of the list of clients; a minus counts down. */
export const CLIENT_SORTS = ["name", "-name", "created_at", "-created_at", "last_activity_at", "-last_activity_at"] as const;
export type ClientSort = (typeof CLIENT_SORTS)[number];
