import { expect, test } from "@playwright/test";

import { boardOf, card } from "./board";
import { open, signUp } from "./people";

test.describe("the deal panel", () => {
  test("opens by its own address, edits in place, takes notes and deletes with undo", async ({ page, context }) => {
    const person = await signUp(context);
    const ids = await boardOf(person, [["Um", "lead"]]);
    await open(page, `/pt/admin/pipeline?deal=${ids.Um}`);
    const panel = page.getByRole("dialog", { name: "Um" });
    await expect(panel.getByLabel("Nome")).toHaveValue("Um");
    await panel.getByLabel("Valor").fill("2.000,75");
    await panel.getByLabel("Valor").press("Enter");
    await expect(card(page, "Um")).toContainText("2.000,75");
    await panel.getByLabel("Valor").fill("muito");
    await panel.getByLabel("Valor").press("Enter");
    await expect(panel.getByText("Isso não é um valor.")).toBeVisible();
    await panel.getByLabel("Valor").press("Escape");
    await panel.getByLabel("Nome").fill("Um renomeado");
    await panel.getByLabel("Nome").press("Enter");
    await expect(card(page, "Um renomeado")).toBeVisible();

    await page.reload();
    const again = page.getByRole("dialog", { name: "Um renomeado" });
    await expect(again.getByLabel("Valor")).toHaveValue("2.000,75");
    await again.getByRole("tab", { name: "Etapas" }).click();
    await expect(again.getByText("agora")).toBeVisible();

    await again.getByRole("button", { name: "Ações do negócio" }).click();
    await page.getByRole("menuitem", { name: "Excluir negócio" }).click();
    await expect(card(page, "Um renomeado")).toHaveCount(0);
    await page.getByRole("button", { name: "Desfazer" }).first().click();
    await expect(card(page, "Um renomeado")).toBeVisible();
  });

  test("takes a date as it is typed, or from a month, in the order of the language", async ({ page, context }) => {
    const person = await signUp(context);
    const ids = await boardOf(person, [["Um", "lead"]]);
    await open(page, `/pt/admin/pipeline?deal=${ids.Um}`);
    const date = page.getByRole("dialog", { name: "Um" }).getByRole("textbox", { name: "Previsão" });
    await date.fill("31/12/30");
    await date.press("Enter");
    await expect(date).toHaveValue("31/12/2030");
    await date.fill("31/02");
    await date.press("Enter");
    await expect(page.getByText("Essa data não existe. Tente algo como 31/12.")).toBeVisible();
    await date.press("Escape");

    await page.getByRole("button", { name: "Abrir o calendário: Previsão" }).click();
    await page.getByRole("gridcell", { name: "15" }).getByRole("button").click();
    await expect(date).toHaveValue("15/12/2030");
    await expect.poll(async () => (await person.call("GET", `/deals/${ids.Um}`)).expected_close_date).toBe("2030-12-15");
    await open(page, `/en/admin/pipeline?deal=${ids.Um}`);
    await expect(page.getByRole("textbox", { name: "Expected close" })).toHaveValue("12/15/2030");
  });

  test("takes tags as chips", async ({ page, context }) => {
    const person = await signUp(context);
    const ids = await boardOf(person, [["Um", "lead"]]);
    await open(page, `/pt/admin/pipeline?deal=${ids.Um}`);
    const panel = page.getByRole("dialog", { name: "Um" });
    await panel.getByLabel("Etiquetas").fill("urgente");
    await panel.getByLabel("Etiquetas").press("Enter");
    await panel.getByLabel("Etiquetas").fill("verão");
    await panel.getByLabel("Etiquetas").press("Enter");
    await expect(panel.getByRole("button", { name: "Remover a etiqueta verão" })).toBeVisible();
    await expect.poll(async () => (await person.call("GET", `/deals/${ids.Um}`)).tags).toEqual(["urgente", "verão"]);
    await panel.getByRole("button", { name: "Remover a etiqueta urgente" }).click();
    await expect.poll(async () => (await person.call("GET", `/deals/${ids.Um}`)).tags).toEqual(["verão"]);
  });

  test("says so when the deal isn't there", async ({ page, context }) => {
    await signUp(context);
    await open(page, "/pt/admin/pipeline?deal=01900000-0000-7000-8000-000000000000");
    await expect(page.getByText("Este negócio não está aqui")).toBeVisible();
  });
});

test.describe("on a phone", () => {
  test.use({ viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true });

  test("opens a deal as wide as the screen, with nothing beside it", async ({ page, context }) => {
    const person = await signUp(context);
    const ids = await boardOf(person, [
      ["Um", "lead"],
      ["Dois", "negotiation"],
    ]);
    await open(page, `/pt/admin/pipeline?deal=${ids.Um}`);
    const panel = page.getByRole("dialog", { name: "Um" });
    await expect(panel.getByLabel("Nome")).toHaveValue("Um");
    expect(await page.evaluate(() => [window.innerWidth, document.documentElement.scrollWidth])).toEqual([390, 390]);
    await expect.poll(async () => (await panel.boundingBox())?.x).toBe(0);
  });
});
