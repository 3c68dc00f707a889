/** The words of time in English, Portuguese and Spanish, without accents: all three at once, as teams write them. */

const WEEKDAY_WORDS: readonly (readonly string[])[] = [
  ["monday", "mondays", "segunda", "segundas", "segunda-feira", "segundas-feiras", "lunes"],
  ["tuesday", "tuesdays", "terca", "tercas", "terca-feira", "tercas-feiras", "martes"],
  ["wednesday", "wednesdays", "quarta", "quartas", "quarta-feira", "quartas-feiras", "miercoles"],
  ["thursday", "thursdays", "quinta", "quintas", "quinta-feira", "quintas-feiras", "jueves"],
  ["friday", "fridays", "sexta", "sextas", "sexta-feira", "sextas-feiras", "viernes"],
  ["saturday", "saturdays", "sabado", "sabados"],
  ["sunday", "sundays", "domingo", "domingos"],
];
const MONTH_WORDS: readonly (readonly string[])[] = [
  ["january", "jan", "janeiro", "enero", "ene"],
  ["february", "feb", "fevereiro", "fev", "febrero"],
  ["march", "mar", "marco", "marzo"],
  ["april", "apr", "abril", "abr"],
  ["may", "maio", "mai", "mayo"],
  ["june", "jun", "junho", "junio"],
  ["july", "jul", "julho", "julio"],
  ["august", "aug", "agosto", "ago"],
  ["september", "sep", "sept", "setembro", "set", "septiembre"],
  ["october", "oct", "outubro", "out", "octubre"],
  ["november", "nov", "novembro", "noviembre"],
  ["december", "dec", "dezembro", "dez", "diciembre", "dic"],
];
const NUMBER_WORDS: readonly (readonly string[])[] = [
  ["a", "an", "one", "um", "uma", "un", "una"],
  ["two", "dois", "duas", "dos"],
  ["three", "tres"],
  ["four", "quatro", "cuatro"],
  ["five", "cinco"],
  ["six", "seis"],
  ["seven", "sete", "siete"],
  ["eight", "oito", "ocho"],
  ["nine", "nove", "nueve"],
  ["ten", "dez", "diez"],
];
const UNIT_WORDS = {
  minute: ["min", "mins", "minute", "minutes", "minuto", "minutos"],
  hour: ["hour", "hours", "hora", "horas", "h"],
  day: ["day", "days", "dia", "dias"],
  week: ["week", "weeks", "semana", "semanas"],
  month: ["month", "months", "mes", "meses"],
  year: ["year", "years", "ano", "anos"],
} as const;

export type Unit = keyof typeof UNIT_WORDS;

function numbered(groups: readonly (readonly string[])[]): ReadonlyMap<string, number> {
  return new Map(groups.flatMap((words, index) => words.map((word) => [word, index + 1] as const)));
}

/** Word to ISO weekday: 1 is Monday. */
export const WEEKDAYS = numbered(WEEKDAY_WORDS);
/** Word to month: 1 is January. */
export const MONTHS = numbered(MONTH_WORDS);
export const NUMBERS = numbered(NUMBER_WORDS);
export const UNITS: ReadonlyMap<string, Unit> = new Map(
  Object.entries(UNIT_WORDS).flatMap(([unit, words]) => words.map((word) => [word, unit as Unit] as const)),
);

/** An alternation, the longest word first. */
export function anyOf(words: Iterable<string>): string {
  return [...words].sort((a, b) => b.length - a.length).join("|");
}

export const WEEKDAY = anyOf(WEEKDAYS.keys());
/** One of them: "sextas" is a habit, and "Domingos" a name. */
export const ONE_WEEKDAY = anyOf([...WEEKDAYS.keys()].filter((word) => !/days$|as$|dos$|gos$/.test(word)));
export const MONTH = anyOf(MONTHS.keys());
/** The month before the day is English alone: "set 3 up" is no September in Portuguese. */
export const ENGLISH_MONTH =
  "january|february|march|april|june|july|august|september|october|november|december|jan|feb|apr|jul|aug|sept|oct|nov|dec";
export const NUMBER = `\\d{1,3}|${anyOf(NUMBERS.keys())}`;
export const UNIT = anyOf(UNITS.keys());
