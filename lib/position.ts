/**
 * A guess of the order key that the server will give, so that a moved card has its place before the answer.
 * The keys are those of api/core/position.py: they sort by code unit and never end in "0".
 */
const DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

/** A key strictly between two neighbours; null stands for the open end. */
export function between(after: string | null, before: string | null): string {
  let low = after ?? "";
  let high = before;
  let prefix = "";
  for (;;) {
    const lowDigit = low ? DIGITS.indexOf(low.charAt(0)) : 0;
    const highDigit = high === null ? DIGITS.length : high ? DIGITS.indexOf(high.charAt(0)) : DIGITS.length;
    if (highDigit - lowDigit > 1) return prefix + DIGITS.charAt(Math.floor((lowDigit + highDigit) / 2));
    prefix += DIGITS.charAt(lowDigit);
    if (lowDigit === highDigit) high = high ? high.slice(1) : high;
    else high = null;
    low = low.slice(1);
  }
}
