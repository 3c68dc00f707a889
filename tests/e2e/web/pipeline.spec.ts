import { expect, test } from "@playwright/test";

import { expectFlawless } from "./axe";
import { boardOf, card, cardIn, column } from "./board";
import { open, signUp } from "./people";

test.describe("the board", () => {
  test("creates deals with the dialog, with quick add, and keeps them after a reload", async ({ page, context }) => {
    await signUp(context);
    await open(page, "/pt/admin/pipeline");
    await expect(page.getByText("Seu pipeline começa com um negócio")).toBeVisible();

    await page.keyboard.press("c");
    const dialog = page.getByRole("dialog", { name: "Novo negócio" });
    await dialog.getByLabel("Nome").fill("Site institucional");
    await dialog.getByRole("button", { name: "Criar negócio" }).click();
    await expect(dialog.getByText("Escolha ou crie o cliente.")).toBeVisible();
    await dialog.getByLabel("Cliente").click();
    await page.getByPlaceholder("Buscar clientes").fill("Clínica Vida");
    await page.getByRole("option", { name: "Criar “Clínica Vida”" }).click();
    await dialog.getByLabel("Valor").fill("12.500,50");
    await dialog.getByRole("button", { name: "Criar negócio" }).click();
    await expect(cardIn(page, "lead", "Site institucional")).toContainText("12.500,50");
    await expect(column(page, "lead").getByRole("heading")).toContainText("1");

    await page.getByRole("button", { name: "Adicionar negócio em Proposta" }).click();
    const form = page.getByRole("form", { name: "Adicionar negócio em Proposta" });
    await form.getByPlaceholder("Sobre o que é?").fill("Campanha de inverno");
    await form.getByRole("combobox").click();
    await page.getByRole("option", { name: "Clínica Vida" }).click();
    await form.getByRole("button", { name: "Adicionar" }).click();
    await expect(cardIn(page, "proposal", "Campanha de inverno")).toBeVisible();

    await page.reload();
    await expect(cardIn(page, "lead", "Site institucional")).toBeVisible();
    await expect(cardIn(page, "proposal", "Campanha de inverno")).toBeVisible();
  });

  test("lists the keys of its cards behind the question mark", async ({ page, context }) => {
    const person = await signUp(context);
    await boardOf(person, [["Um", "lead"]]);
    await open(page, "/pt/admin/pipeline");
    await expect(card(page, "Um")).toBeVisible();
    await page.keyboard.press("?");
    const dialog = page.getByRole("dialog", { name: "Atalhos do teclado" });
    await expect(dialog.getByText("Pegar um cartão, levar com as setas e soltar")).toBeVisible();
    await expect(dialog.getByText("Desfazer a última mudança")).toBeVisible();
  });

  test("filters through the URL", async ({ page, context }) => {
    const person = await signUp(context);
    await boardOf(person, [
      ["Alfa", "lead"],
      ["Beta", "proposal"],
    ]);
    await open(page, "/pt/admin/pipeline");
    await page.getByLabel("Buscar negócios").fill("bet");
    await expect(page).toHaveURL(/query=bet/);
    await expect(card(page, "Alfa")).toHaveCount(0);
    await expect(card(page, "Beta")).toBeVisible();
    await page.reload();
    await expect(card(page, "Beta")).toBeVisible();
    await expect(card(page, "Alfa")).toHaveCount(0);
    await page.getByRole("button", { name: "Limpar filtros" }).click();
    await expect(card(page, "Alfa")).toBeVisible();
  });

  test("keeps 300 cards of a column in reach while drawing few of them", async ({ page, context }) => {
    test.slow();
    const person = await signUp(context);
    const client = await person.addClient("Padaria Aurora");
    for (let start = 0; start < 300; start += 20) {
      await Promise.all(Array.from({ length: 20 }, (_, i) => person.addDeal(client.id, `Negócio ${start + i}`)));
    }
    await open(page, "/pt/admin/pipeline");
    await expect(column(page, "lead").getByRole("heading")).toContainText("300");
    expect(await column(page, "lead").locator("a[data-deal]").count()).toBeLessThan(40);
    const list = page.locator('[data-column-list="lead"]');
    await list.evaluate((element) => element.scrollTo(0, element.scrollHeight));
    await expect(column(page, "lead").locator('li[aria-posinset="300"] a[data-deal]')).toBeVisible();
  });
});

for (const colorScheme of ["light", "dark"] as const) {
  test(`axe finds nothing on board, panel and dashboard (${colorScheme})`, async ({ page, context }) => {
    await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
    const person = await signUp(context);
    const ids = await boardOf(person, [
      ["Um", "lead"],
      ["Dois", "proposal"],
    ]);
    await person.moveDeal(ids.Dois ?? "", "closed", { outcome: "lost", lost_reason: "price" });
    await open(page, "/pt/admin/pipeline");
    await expect(card(page, "Um")).toBeVisible();
    await expectFlawless(page);
    await card(page, "Um").click();
    await expect(page.getByRole("dialog", { name: "Um" }).getByLabel("Valor")).toBeVisible();
    await expectFlawless(page);
    await open(page, "/pt/admin");
    await expect(page.getByRole("heading", { name: "Precisam de atenção" })).toBeVisible();
    await expectFlawless(page);
  });
}
