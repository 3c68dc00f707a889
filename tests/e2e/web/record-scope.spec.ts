import { expect, test } from "@playwright/test";

import { joinAs, open, signUp } from "./people";

test("an admin makes a team and says what a colleague sees, and the colleague's board shows no more", async ({
  page,
  context,
  browser,
}) => {
  const ana = await signUp(context);
  const his = await browser.newContext();
  const caio = await joinAs(his, ana, "Caio Lima");
  const hers = await ana.addClient("Padaria Sol");
  await ana.addDeal(hers.id, "Site da Padaria");
  const own = await caio.addClient("Livraria Lua");
  await caio.addDeal(own.id, "Loja da Livraria");

  await open(page, "/pt/admin/team");
  await page.getByLabel("Nome da equipe").fill("Vendas");
  await page.getByRole("button", { name: "Adicionar equipe" }).click();
  await expect(page.getByLabel("Renomear Vendas")).toBeVisible();
  await page.getByRole("button", { name: "O que Caio Lima vê: Vê tudo" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("radio", { name: "Os registros da equipe" }).click();
  await dialog.getByRole("button", { name: "Salvar" }).click();
  await expect(dialog.getByText("Escolha uma equipe")).toBeVisible();
  await dialog.getByLabel("Equipe", { exact: true }).selectOption("Vendas");
  await dialog.getByRole("radio", { name: "Só os próprios registros" }).click();
  await dialog.getByRole("button", { name: "Salvar" }).click();
  await expect(dialog).toBeHidden();
  await expect(page.getByRole("button", { name: "O que Caio Lima vê: Vê os próprios · Vendas" })).toBeVisible();

  const board = await his.newPage();
  await open(board, "/pt/admin/pipeline");
  await expect(board.getByText("Você vê os seus registros.")).toBeVisible();
  await expect(board.getByText("Loja da Livraria")).toBeVisible();
  await expect(board.getByText("Site da Padaria")).toHaveCount(0);
  await his.close();
});
