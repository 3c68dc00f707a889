/** What a spreadsheet would run as a formula. */
const FORMULA = /^[=+\-@\t\r]/;
/** Excel reads a file as UTF-8 only when it starts with this. */
const BYTE_ORDER_MARK = "\uFEFF";

/** What a file holds that spreadsheets open by a double click: their separator, no formula, every cell as people saw it. */
export function toCsv(rows: readonly (readonly string[])[], locale: string): string {
  // Where the comma is the decimal sign, spreadsheets split cells at semicolons.
  const separator = locale === "en" ? "," : ";";
  const text = rows.map((cells) => cells.map(cell).join(separator)).join("\r\n");
  return `${BYTE_ORDER_MARK}${text}\r\n`;
}

function cell(text: string): string {
  const safe = FORMULA.test(text) ? `'${text}` : text;
  return /[",;\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
