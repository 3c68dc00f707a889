import AxeBuilder from "@axe-core/playwright";
import { expect, test } from "@playwright/test";

import { open, signUp } from "./people";

test("two clients that share an e-mail are merged field by field, and undo has both again", async ({ page, context }) => {
  const person = await signUp(context);
  const first = await person.call<{ id: string }>("POST", "/clients", {
    name: "Padaria Aurora",
    email: "oi@aurora.com.br",
    source: "Google",
  });
  const second = await person.call<{ id: string }>("POST", "/clients", {
    name: "Aurora Pães",
    email: "oi@aurora.com.br",
    phone: "(11) 98765-4321",
    source: "Feira",
    allow_duplicate: true,
  });
  await person.addDeal(second.id, "Site novo");
  await open(page, "/pt/admin/clients");
  await page.getByRole("link", { name: "1 possível duplicado" }).click();
  const pair = page.getByRole("listitem").filter({ hasText: "Mesmo e-mail" }).first();
  await expect(page.getByText("oi@aurora.com.br").first()).toBeVisible();
  await expect(pair).toBeVisible();
  await page.getByRole("button", { name: "Comparar e mesclar" }).click();
  const dialog = page.getByRole("dialog", { name: "Mesclar dois clientes" });
  const source = dialog.getByRole("group", { name: "Origem" });
  await expect(source.getByRole("radio", { name: "Google" })).toBeChecked();
  await expect(dialog.getByRole("group", { name: "Telefone" }).getByRole("radio").nth(1)).toBeChecked();
  await source.getByRole("radio", { name: "Feira" }).check();
  const { violations } = await new AxeBuilder({ page }).analyze();
  expect(violations.map(({ id }) => id)).toEqual([]);
  await dialog.getByRole("button", { name: "Mesclar" }).click();
  await expect(page.getByText("“Padaria Aurora” agora é um só cliente")).toBeVisible();
  await expect(page.getByText("Nenhum duplicado")).toBeVisible();

  const merged = await person.call<{ id: string; source: string; phone: string; open_deals_count: number }>("GET", `/clients/${second.id}`);
  expect(merged).toMatchObject({ id: first.id, source: "Feira", phone: "+5511987654321", open_deals_count: 1 });

  await page.getByRole("button", { name: "Desfazer" }).click();
  await expect(page.getByRole("button", { name: "Comparar e mesclar" })).toBeVisible();
  const apart = await person.call<{ id: string; open_deals_count: number }>("GET", `/clients/${second.id}`);
  expect(apart).toMatchObject({ id: second.id, open_deals_count: 1 });
});

test("the address of a client that was merged leads to the one that stayed", async ({ page, context }) => {
  const person = await signUp(context);
  const [one, two] = [await person.addClient("Padaria Aurora"), await person.addClient("Aurora Pães")];
  await person.call("POST", "/clients/merge", { survivor_id: one.id, survivor_version: 1, merged_id: two.id, merged_version: 1 });
  await open(page, `/pt/admin/clients/${two.id}`);
  await expect(page).toHaveURL(new RegExp(`/clients/${one.id}$`));
  await expect(page.getByText("mesclou Aurora Pães com este cliente")).toBeVisible();
});
