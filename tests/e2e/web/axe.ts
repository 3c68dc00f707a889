import AxeBuilder from "@axe-core/playwright";
import { expect, type Page } from "@playwright/test";

const WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"];

/** Colours in the middle of a fade are nobody's contrast. */
const settled = (page: Page) =>
  page.waitForFunction(() => document.getAnimations().every((animation) => animation.playState !== "running"));

async function expectNothing(page: Page, axe: AxeBuilder) {
  await settled(page);
  const { violations } = await axe.analyze();
  const found = violations.map(({ id, help, nodes }) => `${id}: ${help}\n  ${nodes.map((node) => node.html).join("\n  ")}`);
  expect(found.join("\n")).toBe("");
}

/** WCAG 2.2 AA. */
export const expectAccessible = (page: Page) => expectNothing(page, new AxeBuilder({ page }).withTags(WCAG));

/** Best practices too. */
export const expectFlawless = (page: Page) => expectNothing(page, new AxeBuilder({ page }));
