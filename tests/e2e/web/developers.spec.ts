import { expect, test } from "@playwright/test";

import { linkTo } from "./mailbox";
import { open, signUp, someEmail } from "./people";

test("make a key, work with it, read about it in the audit log, revoke it", async ({ page, context, request }) => {
  const email = someEmail();
  await signUp(context, { email });
  const token = new URLSearchParams((await linkTo(email, "/auth/verify")).split("#")[1]).get("token");
  expect((await request.post("/api/auth/email/verify", { data: { token } })).ok()).toBe(true);

  await open(page, "/pt/admin/settings/api-keys");
  await page.getByRole("button", { name: "Nova chave" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("button", { name: "Criar chave" }).click();
  await expect(dialog.getByText("Escolha pelo menos uma.")).toBeVisible();
  await dialog.getByLabel("Nome").fill("Planilha");
  const clients = dialog.getByRole("group", { name: "Clientes e pessoas" });
  await clients.getByLabel("Ler").check();
  await clients.getByLabel("Criar e editar").check();
  await dialog.getByRole("button", { name: "Criar chave" }).click();
  await expect(dialog.getByRole("heading", { name: "Copie sua chave agora" })).toBeVisible();
  const secret = await dialog.locator("pre").first().innerText();
  expect(secret).toMatch(/^lck_[\w-]{43}$/);
  await expect(dialog.locator("pre").last()).toContainText("curl");
  await dialog.getByRole("button", { name: "Já copiei" }).click();
  await expect(page.getByText(secret)).toHaveCount(0);

  const headers = { Authorization: `Bearer ${secret}` };
  expect((await request.post("/api/clients", { headers, data: { name: "Padaria da Planilha" } })).status()).toBe(201);
  expect((await request.get("/api/deals", { headers })).status()).toBe(403);

  await open(page, "/pt/admin/settings/audit-log");
  await expect(page.getByRole("status").filter({ hasText: "Cadeia íntegra" })).toBeVisible();
  const entry = page.getByRole("button", { name: /cadastrou o cliente Padaria da Planilha/ });
  await expect(entry).toContainText("com a chave Planilha");
  await page.getByRole("button", { name: "Sobre" }).click();
  await page.getByRole("menuitemradio", { name: "Chave de API" }).click();
  await expect(page).toHaveURL(/type=api_key/);
  await expect(entry).toHaveCount(0);
  await page.getByRole("button", { name: /criou a chave Planilha/ }).click();
  await expect(page.getByRole("cell", { name: "client:read, client:write" })).toBeVisible();

  await open(page, "/pt/admin/settings/api-keys");
  await page.getByRole("button", { name: "Revogar Planilha" }).click();
  await page.getByRole("alertdialog").getByRole("button", { name: "Revogar" }).click();
  await expect(page.getByRole("heading", { name: "Chaves que não funcionam mais" })).toBeVisible();
  expect((await request.get("/api/clients", { headers })).status()).toBe(401);
});

test("the audit log is for owners and admins, and its file is in the downloads", async ({ page, context }) => {
  const owner = await signUp(context);
  await owner.addClient("Padaria Sol");
  await open(page, "/pt/admin/settings/audit-log?q=padaria+sol");
  await expect(page.getByRole("button", { name: /cadastrou o cliente Padaria Sol/ })).toBeVisible();
  const download = page.waitForEvent("download");
  await page.getByRole("button", { name: "Exportar CSV" }).click();
  expect((await download).suggestedFilename()).toBe("auditoria.csv");
});
