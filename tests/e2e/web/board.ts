import { expect, type Locator, type Page } from "@playwright/test";

import type { Person } from "./people";

export const column = (page: Page, stage: string) => page.locator(`section[data-stage="${stage}"]`);
export const card = (page: Page, title: string) => page.locator("a[data-deal]", { hasText: title });
export const cardIn = (page: Page, stage: string, title: string) => column(page, stage).locator("a[data-deal]", { hasText: title });
/** From the top down. */
export const titlesIn = (page: Page, stage: string) =>
  column(page, stage)
    .locator("a[data-deal]")
    .evaluateAll((cards) =>
      cards
        .map((element) => ({ top: element.getBoundingClientRect().top, title: element.children[0]?.children[1]?.textContent ?? "" }))
        .sort((a, b) => a.top - b.top)
        .map(({ title }) => title),
    );

/** A client with these deals on its board; the ids by title. */
export async function boardOf(person: Person, deals: [title: string, stage: string][]): Promise<Record<string, string>> {
  const client = await person.addClient("Padaria Aurora");
  const ids: Record<string, string> = {};
  // New cards go on top: the last one created comes first.
  for (const [title, stage] of [...deals].reverse()) {
    ids[title] = (await person.addDeal(client.id, title, { stage, value_cents: 125_000 })).id;
  }
  return ids;
}

/** With the mouse, to a point of `to`; what is dragged is let go where the drop line shows. */
export async function drag(page: Page, from: Locator, to: Locator, offset: { x?: number; y: number }) {
  await expect(page.locator("[data-draggable]")).toBeVisible();
  await from.scrollIntoViewIfNeeded();
  const start = await from.boundingBox();
  const end = await to.boundingBox();
  if (!start || !end) throw new Error("nothing to drag");
  const goal = { x: end.x + (offset.x ?? end.width / 2), y: end.y + offset.y };
  await page.mouse.move(start.x + 40, start.y + 40);
  await page.mouse.down();
  await page.mouse.move(start.x + 60, start.y + 50, { steps: 4 });
  await page.mouse.move(goal.x, goal.y, { steps: 12 });
  await expect(page.locator("[data-drop-line]")).toBeVisible();
  await page.mouse.up();
}
