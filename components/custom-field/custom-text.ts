/** How values of custom fields are typed and shown; the API has the last word on what they may be. */

import { parseMoney } from "@/lib/format";
import type { CustomField, CustomFieldValue } from "@/services/custom-field";

export const hasOptions = (kind: CustomField["kind"]) => kind === "choice" || kind === "multi_choice";

interface Writers {
  number: (value: number) => string;
  moneyInput: (cents: number, currency: string) => string;
}

/** The value as a text field holds it. */
export function toTyped(field: CustomField, value: CustomFieldValue | undefined, format: Writers): string {
  if (value === null || value === undefined) return "";
  if (typeof value !== "number") return String(value);
  return field.kind === "money" ? format.moneyInput(value, field.currency ?? "BRL") : format.number(value);
}

/** What was typed as a value; what can't be read goes on as it is, to be refused by name. */
export function fromTyped(field: CustomField, text: string): CustomFieldValue {
  const typed = text.trim();
  if (!typed) return null;
  if (field.kind === "money") return parseMoney(typed, field.currency ?? "BRL") ?? typed;
  if (field.kind !== "number") return typed;
  if (/^-?\d+([.,]\d{1,2}|[.,]\d{4,})?$/.test(typed)) return Number(typed.replace(",", "."));
  const sign = typed.startsWith("-") ? -1 : 1;
  const hundredths = parseMoney(typed.replace(/^-/, ""), "BRL");
  return hundredths === null ? typed : (sign * hundredths) / 100;
}
