import { expect, test, type Page } from "@playwright/test";

import { boardOf, card, cardIn, column, drag, titlesIn } from "./board";
import { open, signUp } from "./people";

/** Nothing has been fetched for a second: what is loaded ahead is there. */
async function everythingFetched(page: Page) {
  let before = -1;
  await expect
    .poll(
      async () => {
        const now = await page.evaluate(() => performance.getEntriesByType("resource").length);
        const rests = now === before;
        before = now;
        return rests;
      },
      { intervals: [1_500] },
    )
    .toBe(true);
}

test.describe("a card", () => {
  test("moves a card with the mouse to the place of the drop line and undoes it", async ({ page, context }) => {
    const person = await signUp(context);
    await boardOf(person, [
      ["Um", "lead"],
      ["Dois", "lead"],
      ["Três", "proposal"],
      ["Quatro", "proposal"],
    ]);
    await open(page, "/pt/admin/pipeline");
    await expect(card(page, "Quatro")).toBeVisible();
    // Between the two cards of the other column.
    await drag(page, card(page, "Dois"), cardIn(page, "proposal", "Quatro"), { y: -4 });
    await expect.poll(() => titlesIn(page, "proposal")).toEqual(["Três", "Dois", "Quatro"]);
    await expect(column(page, "proposal").getByRole("heading")).toContainText("3");
    await expect(page.getByText("Dois agora está em Proposta")).toBeVisible();
    await expect(page).toHaveURL(/\/pipeline$/);

    await page.reload();
    await expect.poll(() => titlesIn(page, "proposal")).toEqual(["Três", "Dois", "Quatro"]);

    await drag(page, card(page, "Um"), card(page, "Três"), { y: 2 });
    await expect.poll(() => titlesIn(page, "proposal")).toEqual(["Um", "Três", "Dois", "Quatro"]);
    await page.getByRole("button", { name: "Desfazer" }).first().click();
    await expect.poll(() => titlesIn(page, "lead")).toEqual(["Um"]);
    await page.reload();
    await expect.poll(() => titlesIn(page, "lead")).toEqual(["Um"]);
  });

  test("moves a card by keyboard, speaks every step and keeps the focus", async ({ page, context }) => {
    const person = await signUp(context);
    await boardOf(person, [
      ["Um", "lead"],
      ["Dois", "lead"],
      ["Três", "contact"],
    ]);
    await open(page, "/pt/admin/pipeline");
    await card(page, "Um").focus();
    await page.keyboard.press("ArrowDown");
    await expect(card(page, "Dois")).toBeFocused();
    await page.keyboard.press("ArrowUp");
    await expect(card(page, "Um")).toBeFocused();
    await page.keyboard.press("Space");
    const spoken = page.locator('p[aria-live="assertive"]');
    await expect(spoken).toContainText("Um na mão. Lead, posição 1");
    await page.keyboard.press("ArrowRight");
    await expect(spoken).toContainText("Contato, posição 1 de 2");
    await page.keyboard.press("ArrowDown");
    await expect(spoken).toContainText("Contato, posição 2 de 2");
    await page.keyboard.press("Escape");
    await expect(spoken).toContainText("Um continua em Lead");
    await expect(cardIn(page, "lead", "Um")).toBeFocused();

    await page.keyboard.press("Space");
    await page.keyboard.press("ArrowRight");
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("Space");
    await expect.poll(() => titlesIn(page, "contact")).toEqual(["Três", "Um"]);
    await expect(cardIn(page, "contact", "Um")).toBeFocused();
    await expect(page.getByText("Um agora está em Contato")).toBeVisible();
    await page.keyboard.press("ControlOrMeta+z");
    await expect(cardIn(page, "lead", "Um")).toBeVisible();
  });

  test("moves a card from its menu", async ({ page, context }) => {
    const person = await signUp(context);
    await boardOf(person, [
      ["Um", "lead"],
      ["Dois", "negotiation"],
    ]);
    await open(page, "/pt/admin/pipeline");
    await card(page, "Um").focus();
    await page.keyboard.press("m");
    await page.getByRole("menuitem", { name: "Negociação" }).click();
    await expect.poll(() => titlesIn(page, "negotiation")).toEqual(["Um", "Dois"]);
    await expect(card(page, "Um")).toBeFocused();
  });

  test("opens its menu at the first click, even when the connection is gone by then", async ({ page, context }) => {
    const person = await signUp(context);
    await boardOf(person, [["Um", "lead"]]);
    await open(page, "/pt/admin/pipeline");
    await expect(card(page, "Um")).toBeVisible();
    await everythingFetched(page);
    await context.setOffline(true);
    await card(page, "Um").hover();
    await page.getByRole("button", { name: "Mover Um" }).click();
    await expect(page.getByRole("menuitem", { name: "Negociação" })).toBeVisible();
    await context.setOffline(false);
  });

  test("asks how a deal ended, and why it was lost", async ({ page, context }) => {
    const person = await signUp(context);
    const ids = await boardOf(person, [
      ["Um", "lead"],
      ["Dois", "lead"],
    ]);
    await open(page, "/pt/admin/pipeline");
    await expect(card(page, "Dois")).toBeVisible();

    await drag(page, card(page, "Um"), column(page, "closed"), { y: 150 });
    const sheet = page.getByRole("dialog", { name: "Como terminou?" });
    await sheet.getByRole("button", { name: "Perdido" }).click();
    await sheet.getByRole("button", { name: "Marcar como perdido" }).click();
    await expect(sheet.getByText("Escolha um motivo")).toBeVisible();
    await sheet.getByRole("button", { name: "Colocar de volta" }).click();
    await expect(cardIn(page, "lead", "Um")).toBeVisible();

    await drag(page, card(page, "Um"), column(page, "closed"), { y: 150 });
    await sheet.getByRole("button", { name: "Perdido" }).click();
    await sheet.getByText("Outro motivo").click();
    await sheet.getByPlaceholder("Com suas palavras").fill("   ");
    await sheet.getByRole("button", { name: "Marcar como perdido" }).click();
    await expect(sheet.getByText("Escreva o motivo")).toBeVisible();
    await sheet.getByPlaceholder("Com suas palavras").fill("Mudaram de cidade");
    await sheet.getByRole("button", { name: "Marcar como perdido" }).click();
    await expect(cardIn(page, "closed", "Um")).toContainText("Perdido");
    await expect
      .poll(() => person.call("GET", `/deals/${ids.Um}`))
      .toMatchObject({ stage: "closed", outcome: "lost", lost_reason: "Mudaram de cidade" });

    await drag(page, card(page, "Dois"), column(page, "closed"), { y: 320 });
    await sheet.getByRole("button", { name: "Ganho", exact: true }).click();
    await expect(cardIn(page, "closed", "Dois")).toContainText("Ganho");
  });

  test("a refused move goes back to its slot and can be tried again", async ({ page, context }) => {
    const person = await signUp(context);
    await boardOf(person, [
      ["Um", "lead"],
      ["Dois", "lead"],
      ["Três", "lead"],
    ]);
    await open(page, "/pt/admin/pipeline");
    await expect(card(page, "Dois")).toBeVisible();
    await page.route("**/api/deals/*/stage", (route) => route.abort());
    await drag(page, card(page, "Dois"), column(page, "proposal"), { y: 150 });
    await expect(page.getByText("Dois voltou para onde estava")).toBeVisible();
    expect(await titlesIn(page, "lead")).toEqual(["Um", "Dois", "Três"]);
    await page.unroute("**/api/deals/*/stage");
    await page.getByRole("button", { name: "Tentar de novo" }).click();
    await expect(cardIn(page, "proposal", "Dois")).toBeVisible();
  });
});

test.describe("on a phone", () => {
  test.use({ viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true });

  test("scrolls with a swipe and moves a card after a long press", async ({ page, context }) => {
    const person = await signUp(context);
    await boardOf(person, [
      ["Um", "lead"],
      ["Dois", "lead"],
    ]);
    await open(page, "/pt/admin/pipeline");
    await expect(card(page, "Um")).toBeVisible();
    await expect(page.locator("[data-draggable]")).toBeAttached();
    const client = await context.newCDPSession(page);
    const touch = (type: "touchStart" | "touchMove" | "touchEnd", points: { x: number; y: number }[]) =>
      client.send("Input.dispatchTouchEvent", { type, touchPoints: points });
    const grip = async () => {
      const box = await card(page, "Um").boundingBox();
      if (!box) throw new Error("no card");
      return { x: box.x + 60, y: box.y + 40 };
    };

    // A quick swipe is scrolling: nothing is lifted. Sent at once: a slow machine must not make a long press of it.
    const start = await grip();
    await Promise.all([
      touch("touchStart", [start]),
      ...Array.from({ length: 6 }, (_, index) => touch("touchMove", [{ x: start.x - (index + 1) * 30, y: start.y }])),
      touch("touchEnd", []),
    ]);
    await expect.poll(async () => (await column(page, "contact").boundingBox())?.x).toBeLessThan(60);
    await expect(page.locator("[data-drop-line]")).toHaveCount(0);
    expect(await titlesIn(page, "lead")).toEqual(["Um", "Dois"]);

    // Anew from the first column, with no scrolling under way.
    await page.reload();
    await expect(page.locator("[data-draggable]")).toBeAttached();
    const rest = await grip();
    await touch("touchStart", [rest]);
    await expect(page.locator("[data-lifted]")).toBeVisible();
    for (let i = 1; i <= 10; i += 1) await touch("touchMove", [{ x: rest.x + i * 2, y: rest.y + i * 18 }]);
    await expect(page.locator("[data-drop-line]")).toBeVisible();
    await touch("touchEnd", []);
    await expect.poll(() => titlesIn(page, "lead")).toEqual(["Dois", "Um"]);
  });
});
