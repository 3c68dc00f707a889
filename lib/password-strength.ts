export const PASSWORD_MIN_LENGTH = 12;

export type PasswordStrength = "short" | "obvious" | "fair" | "good" | "strong";

const OBVIOUS = /^(?:[\W\d_]*)(?:password|senha|contrase[nñ]a|qwerty|admin|welcome|bemvindo|letmein|abcdef|lovedcrm)(?:[\W\d_]*)$/i;

/** A hint while typing, by length and variety; whether a password is accepted is the API's to say. */
export function passwordStrength(password: string, known: readonly string[] = []): PasswordStrength {
  if (password.length < PASSWORD_MIN_LENGTH) return "short";
  const lower = password.toLowerCase();
  const distinct = new Set(lower).size;
  const holdsName = known.some(
    (name) => name.trim().length >= 4 && lower.replace(/\s/g, "").includes(name.trim().toLowerCase().replace(/\s/g, "")),
  );
  if (distinct < 5 || OBVIOUS.test(password) || holdsName) return "obvious";
  const kinds = [/[a-zà-ÿ]/, /[A-ZÀ-Þ]/, /\d/, /[^\p{L}\d]/u].filter((kind) => kind.test(password)).length;
  const score = password.length + distinct / 2 + kinds * 2;
  if (score >= 34) return "strong";
  return score >= 26 ? "good" : "fair";
}

/** The words for what lib/password-estimate.ts finds. */
export function strengthOfScore(score: 0 | 1 | 2 | 3 | 4): PasswordStrength {
  return (["obvious", "obvious", "fair", "good", "strong"] as const)[score];
}
