import { fold } from "@/lib/fold";

/** How well a command fits what is typed, 0 (hidden) to 1: the beginning of its name, of a word, or anywhere. */
export function paletteScore(name: string, typed: string): number {
  const wanted = fold(typed);
  const folded = fold(name);
  if (!wanted) return 1;
  if (folded.startsWith(wanted)) return 0.9;
  const words = folded.split(/\s+/);
  if (wanted.split(/\s+/).every((part) => words.some((word) => word.startsWith(part)))) return 0.7;
  return folded.includes(wanted) ? 0.4 : 0;
}
