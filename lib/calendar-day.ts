/** Days and clocks as the person counts them: in the time zone of their preferences, else in this browser's. */

const clocks = new Map<string, Intl.DateTimeFormat>();

function clock(timeZone: string): Intl.DateTimeFormat {
  let format = clocks.get(timeZone);
  if (!format) {
    const twoDigits = "2-digit";
    format = new Intl.DateTimeFormat("en-US", {
      timeZone: timeZone || undefined,
      hourCycle: "h23",
      year: "numeric",
      month: twoDigits,
      day: twoDigits,
      hour: twoDigits,
      minute: twoDigits,
      second: twoDigits,
    });
    clocks.set(timeZone, format);
  }
  return format;
}

/** What the wall clock shows at that moment, as if it were UTC. */
function wallTime(moment: Date, timeZone = ""): number {
  const parts = Object.fromEntries(
    clock(timeZone)
      .formatToParts(moment)
      .map(({ type, value }) => [type, Number(value)]),
  );
  const { year = 1970, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = parts;
  return Date.UTC(year, month - 1, day, hour, minute, second);
}

/** The calendar day as a number that orders and compares. */
export function dayNumber(moment: Date, timeZone?: string): number {
  return Math.floor(wallTime(moment, timeZone) / 86_400_000);
}

/** The calendar day as "2026-03-31". */
export function dayOf(moment: Date, timeZone?: string): string {
  return new Date(wallTime(moment, timeZone)).toISOString().slice(0, 10);
}

export function hourOf(moment: Date, timeZone?: string): number {
  return new Date(wallTime(moment, timeZone)).getUTCHours();
}

/** What an `<input type="datetime-local">` shows, to the minute. */
export function toLocalInput(moment: Date, timeZone?: string): string {
  return new Date(wallTime(moment, timeZone)).toISOString().slice(0, 16);
}

/** The moment that was typed, or null when it is incomplete. */
export function fromLocalInput(text: string, timeZone?: string): Date | null {
  const wanted = Date.parse(`${text}Z`);
  if (!/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}/.test(text) || Number.isNaN(wanted)) return null;
  // Twice, because the first guess may lie on the other side of a change of clocks.
  let moment = wanted;
  for (let round = 0; round < 2; round += 1) moment += wanted - wallTime(new Date(moment), timeZone);
  return new Date(moment);
}
