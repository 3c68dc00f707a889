/** What an `<input type="datetime-local">` shows: the reader's own clock, to the minute. */
export function toLocalInput(date: Date): string {
  const local = new Date(date.getTime() - date.getTimezoneOffset() * 60_000);
  return local.toISOString().slice(0, 16);
}

/** The moment that was typed, or null when it is incomplete. */
export function fromLocalInput(text: string): Date | null {
  const date = new Date(text);
  return text && !Number.isNaN(date.getTime()) ? date : null;
}
