import { expect } from "@playwright/test";

const MAILBOX = `http://127.0.0.1:${process.env.TEST_MAIL_PAGE_PORT ?? "8025"}`;

interface Mail {
  subject: string;
  text: string;
  links: string[];
}

/** The path of the newest link to this address that holds `part`, once a mail has brought it; a job sends it. */
export async function linkTo(email: string, part: string): Promise<string> {
  let found: string | undefined;
  await expect
    .poll(
      async () => {
        const answer = await fetch(`${MAILBOX}/api/messages?to=${encodeURIComponent(email)}`);
        const { items } = (await answer.json()) as { items: Mail[] };
        found = items.flatMap((mail) => mail.links).find((link) => link.includes(part));
        return found;
      },
      { message: `a mail to ${email} with ${part}`, timeout: 45_000 },
    )
    .toBeTruthy();
  // The mailed address names this machine its own way; the browser of the test knows it by another.
  const { pathname, search, hash } = new URL(found ?? "");
  return pathname + search + hash;
}
