import { readFile } from "node:fs/promises";

import { expect, test } from "@playwright/test";

import { open, signUp } from "./people";

test("a report counts, saves its table and leads to the deals behind a number", async ({ page, context }) => {
  const person = await signUp(context);
  await open(page, "/pt/admin/reports");
  await expect(page.getByText("Ainda não há o que contar")).toBeVisible();

  const client = await person.addClient("Padaria Aurora");
  const site = await person.addDeal(client.id, "Site", { value_cents: 1_250_000 });
  await person.moveDeal(site.id, "proposal");
  await person.addDeal(client.id, "Logo", { value_cents: 300_000 });
  const brand = await person.addDeal(client.id, "Marca");
  await person.moveDeal(brand.id, "closed", { outcome: "lost", lost_reason: "Sem verba" });
  await page.reload();

  const row = (name: string) => page.getByRole("row", { name });
  await expect(row("Lead").getByRole("cell").first()).toHaveText("3");
  await expect(row("Proposta").getByRole("cell").first()).toHaveText("1");
  const saving = page.waitForEvent("download");
  await page.getByRole("button", { name: "Salvar em CSV: De etapa em etapa" }).click();
  const file = await readFile(await (await saving).path(), "utf8");
  expect(file.split("\r\n")[0]).toBe("\uFEFFEtapa;Negócios;Valor;Da etapa anterior");
  expect(file).toContain("Proposta;1;");

  await page.getByRole("tab", { name: "Ganhos e perdidos" }).click();
  await expect(page).toHaveURL(/report=outcomes/);
  await expect(row("Sem verba")).toBeVisible();

  await page.getByRole("tab", { name: "Conversão" }).click();
  await row("Proposta").getByRole("link").click();
  await expect(page).toHaveURL(/\/admin\/pipeline\?.*reached=proposal/);
  await expect(page.getByText("Site", { exact: true }).first()).toBeVisible();
  await expect(page.getByText("Logo", { exact: true })).toHaveCount(0);
});
