/** Money typed by people: "1.234,56" in Portuguese and Spanish, "1,234.56" in English. */

/** Digits after the separator: 2 for BRL, 0 for JPY. */
export function fractionDigits(currency: string): number {
  try {
    return new Intl.NumberFormat("en", { style: "currency", currency }).resolvedOptions().maximumFractionDigits ?? 2;
  } catch {
    return 2;
  }
}

/** Minor units of a typed amount; null when it is no amount. Empty counts as 0. */
export function parseMoney(text: string, locale: string, currency: string): number | null {
  const digits = fractionDigits(currency);
  const cleaned = text.replace(/[\s\u00a0\u202f]/g, "").replace(/^[^\d,.-]+|[^\d,.]+$/g, "");
  if (cleaned === "") return text.trim() === "" ? 0 : null;
  if (!/^[\d.,]+$/.test(cleaned)) return null;
  const { whole, fraction } = split(cleaned, decimalSeparator(locale));
  if (whole === null || fraction.length > Math.max(digits, 0)) return null;
  const cents = Number(whole) * 10 ** digits + Number(fraction.padEnd(digits, "0") || 0);
  return Number.isSafeInteger(cents) && cents <= 99_999_999_999_999 ? cents : null;
}

/** An amount as one types it again: no symbol, decimals only where there are any. */
export function editableMoney(cents: number, locale: string, currency: string): string {
  const digits = fractionDigits(currency);
  const whole = cents % 10 ** digits === 0;
  return new Intl.NumberFormat(locale, {
    minimumFractionDigits: whole ? 0 : digits,
    maximumFractionDigits: digits,
    useGrouping: true,
  }).format(cents / 10 ** digits);
}

/** An amount with its currency, without decimals where it has none: cards and sums have little room. */
export function formatMoney(cents: number, locale: string, currency: string): string {
  const digits = fractionDigits(currency);
  const whole = cents % 10 ** digits === 0;
  return new Intl.NumberFormat(locale, {
    style: "currency",
    currency,
    minimumFractionDigits: whole ? 0 : digits,
    maximumFractionDigits: digits,
  }).format(cents / 10 ** digits);
}

function decimalSeparator(locale: string): string {
  return new Intl.NumberFormat(locale).formatToParts(1.5).find((part) => part.type === "decimal")?.value ?? ".";
}

/**
 * The other separator is taken as decimal too when nothing else makes sense ("10.5" in Portuguese): groups have
 * three digits, so two or one after it are a fraction.
 */
function split(text: string, decimal: string): { whole: string | null; fraction: string } {
  const group = decimal === "," ? "." : ",";
  const at = text.lastIndexOf(decimal);
  if (at >= 0 && text.indexOf(decimal) === at) {
    return { whole: ungroup(text.slice(0, at), group), fraction: text.slice(at + 1).includes(group) ? "xxxx" : text.slice(at + 1) };
  }
  if (at >= 0) return { whole: ungroup(text, decimal), fraction: "" };
  const grouped = ungroup(text, group);
  if (grouped !== null) return { whole: grouped, fraction: "" };
  const [whole = "", fraction = "", ...rest] = text.split(group);
  return rest.length === 0 && fraction.length > 0 && fraction.length < 3 ? { whole: whole || "0", fraction } : { whole: null, fraction: "" };
}

function ungroup(text: string, group: string): string | null {
  const parts = text.split(group);
  if (parts.length === 1) return text || "0";
  const fits = /^\d{1,3}$/.test(parts[0] ?? "") && parts.slice(1).every((part) => /^\d{3}$/.test(part));
  return fits ? parts.join("") : null;
}
