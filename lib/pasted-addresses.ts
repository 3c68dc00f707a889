import { isEmail } from "@/lib/is-email";

export interface PastedAddresses {
  emails: string[];
  /** What stands where an address should, as it was pasted. */
  rubbish: string[];
}

/** The addresses of a pasted list, in any of the shapes that mail programs and spreadsheets give: `Ana <ana@x.co>; bia@x.co`. */
export function parseAddresses(text: string): PastedAddresses {
  const emails = new Set<string>();
  const rubbish: string[] = [];
  for (const part of text.split(/[\n,;\t]+/)) {
    const inside = /<([^<>]+)>/.exec(part)?.[1];
    for (const word of inside ? [inside.trim()] : part.trim().split(/\s+/)) {
      if (!word) continue;
      if (isEmail(word)) emails.add(word.toLowerCase());
      else rubbish.push(word);
    }
  }
  return { emails: [...emails], rubbish };
}
