/** Offered first; a deal in any other ISO currency keeps and shows its own. */
const COMMON = ["BRL", "USD", "EUR", "GBP", "ARS", "CLP", "COP", "MXN", "PEN", "UYU"];

export function currencyChoices(...known: string[]): string[] {
  return [...new Set([...known, ...COMMON])];
}
