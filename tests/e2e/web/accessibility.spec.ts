import { expect, test, type Page } from "@playwright/test";

import { expectAccessible } from "./axe";
import { open, signUp } from "./people";

const PUBLIC_PAGES = ["/pt", "/pt/auth/login", "/pt/auth/register", "/pt/nothing-here"];
const THEMES = ["light", "dark"] as const;

async function choose(page: Page, theme: (typeof THEMES)[number]) {
  await page.emulateMedia({ colorScheme: theme, reducedMotion: "reduce" });
  await page.addInitScript((name) => localStorage.setItem("theme", name), theme);
}

for (const theme of THEMES) {
  test.describe(`in the ${theme} theme`, () => {
    for (const path of PUBLIC_PAGES) {
      test(`axe finds nothing on ${path}`, async ({ page }) => {
        await choose(page, theme);
        await page.goto(path);
        await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
        await expectAccessible(page);
      });
    }

    test("axe finds nothing on the pages of the application", async ({ page, context }) => {
      test.slow();
      await choose(page, theme);
      const person = await signUp(context);
      const client = await person.addClient("Padaria Aurora");
      const deal = await person.addDeal(client.id, "Site institucional");
      await person.call("POST", "/timeline", { client_id: client.id, content: "Pediu o orçamento." });
      await person.call("POST", "/tasks", { title: "Ligar", client_id: client.id, due_on: "2026-01-05", repeats: { every: "day" } });
      const pages = [
        "",
        "/pipeline",
        `/pipeline?deal=${deal.id}`,
        "/clients",
        `/clients/${client.id}`,
        "/tasks",
        "/reports",
        "/import",
        "/settings",
        "/settings/preferences",
        "/settings/notifications",
        "/settings/organization",
        "/nothing-here",
      ];
      for (const path of pages) {
        await test.step(path || "/", async () => {
          await open(page, `/pt/admin${path}`);
          await page.waitForLoadState("networkidle");
          await expectAccessible(page);
        });
      }
    });

    test("axe finds nothing on the empty pages of a new organization, on a phone", async ({ page, context }) => {
      test.slow();
      await page.setViewportSize({ width: 360, height: 740 });
      await choose(page, theme);
      await signUp(context);
      for (const path of ["", "/pipeline", "/clients", "/tasks", "/import", "/settings", "/settings/preferences"]) {
        await test.step(path || "/", async () => {
          await open(page, `/pt/admin${path}`);
          await page.waitForLoadState("networkidle");
          await expectAccessible(page);
          const overflow = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
          expect(overflow, "the page scrolls sideways").toBeLessThanOrEqual(0);
        });
      }
    });
  });
}
