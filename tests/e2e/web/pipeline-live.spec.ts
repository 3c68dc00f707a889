import { expect, test } from "@playwright/test";

import { boardOf, card, cardIn, column, drag } from "./board";
import { joinAs, open, signUp } from "./people";

test.describe("two people", () => {
  test("see each other's moves live, with the name", async ({ page, context, browser }) => {
    const person = await signUp(context);
    const ids = await boardOf(person, [
      ["Um", "lead"],
      ["Dois", "lead"],
    ]);
    await open(page, "/pt/admin/pipeline");
    await expect(card(page, "Um")).toBeVisible();
    const other = await browser.newContext();
    const colleague = await joinAs(other, person, "Bruno Lima");
    const theirs = await other.newPage();
    await open(theirs, "/pt/admin/pipeline");
    await expect(card(theirs, "Um")).toBeVisible();

    await drag(theirs, card(theirs, "Um"), column(theirs, "proposal"), { y: 150 });
    await expect(cardIn(page, "proposal", "Um")).toBeVisible({ timeout: 3_000 });
    await expect(column(page, "proposal").getByText("Bruno Lima")).toBeVisible();
    await expect(page.locator('p[aria-live="polite"]').filter({ hasText: "Bruno Lima moveu Um para Proposta" })).toHaveCount(1);
    await expect(column(page, "lead").getByRole("heading")).toContainText("1");

    await colleague.call("DELETE", `/deals/${ids.Dois}`);
    await expect(card(page, "Dois")).toHaveCount(0, { timeout: 3_000 });
    await other.close();
  });

  test("who moves second is told who was first and chooses", async ({ page, context, browser }) => {
    const person = await signUp(context);
    const ids = await boardOf(person, [["Um", "lead"]]);
    const other = await browser.newContext();
    const colleague = await joinAs(other, person, "Bruno Lima");
    // No live connection: this browser doesn't hear of the colleague's move.
    await page.route("**/api/ws/ticket", (route) => route.abort());
    await open(page, "/pt/admin/pipeline");
    await expect(card(page, "Um")).toBeVisible();
    await colleague.moveDeal(ids.Um ?? "", "contact");

    await drag(page, card(page, "Um"), column(page, "proposal"), { y: 150 });
    const conflict = page.getByRole("dialog", { name: "Alguém moveu antes" });
    await expect(conflict).toContainText("Bruno Lima");
    await expect(conflict).toContainText("Contato");
    await expect(cardIn(page, "contact", "Um")).toBeVisible();
    await conflict.getByRole("button", { name: "Mover para Proposta mesmo assim" }).click();
    await expect(cardIn(page, "proposal", "Um")).toBeVisible();
    await expect.poll(() => person.call("GET", `/deals/${ids.Um}`)).toMatchObject({ stage: "proposal" });
    await other.close();
  });
});
