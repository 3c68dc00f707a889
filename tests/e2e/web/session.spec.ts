import { expect, test, type Page } from "@playwright/test";

import { PASSWORD, someEmail } from "./people";

async function fillRegistration(page: Page, email: string) {
  await page.goto("/pt/auth/register");
  await page.getByLabel("Seu nome").fill("Ana Souza");
  await page.getByLabel("E-mail de trabalho").fill(email);
  await page.getByLabel("Senha", { exact: true }).fill(PASSWORD);
  await page.getByLabel("Nome da agência").fill("Agência Sol");
}

async function signOut(page: Page) {
  await page.getByRole("button", { name: "Conta de Ana Souza" }).click();
  await page.getByRole("menuitem", { name: "Sair" }).click();
  await expect(page).toHaveURL(/\/pt\/auth\/login/);
}

test("sign up in four fields, reload, sign out, sign in again", async ({ page }) => {
  const email = someEmail();
  await fillRegistration(page, email);
  await page.getByRole("button", { name: "Criar meu espaço" }).click();
  await expect(page).toHaveURL(/\/pt\/admin\/pipeline/);
  await expect(page.getByRole("heading", { level: 1 })).toBeVisible();

  await page.reload();
  await expect(page).toHaveURL(/\/pt\/admin\/pipeline/);
  await expect(page.getByRole("heading", { level: 1 })).toBeVisible();

  await signOut(page);
  await page.goto("/pt/admin/clients");
  await expect(page).toHaveURL(/\/pt\/auth\/login\?next=/);

  await page.getByLabel("E-mail de trabalho").fill(email);
  await page.getByLabel("Senha", { exact: true }).fill("not-my-password-1");
  await page.getByRole("button", { name: "Entrar" }).click();
  await expect(page.getByRole("alert").filter({ hasText: /\S/ })).toBeVisible();

  await page.getByLabel("Senha", { exact: true }).fill(PASSWORD);
  await page.getByRole("button", { name: "Entrar" }).click();
  await expect(page).toHaveURL(/\/pt\/admin\/clients/);
});

test("a double submit makes one account", async ({ page }) => {
  await fillRegistration(page, someEmail());
  const posts: string[] = [];
  page.on("request", (request) => {
    if (request.url().endsWith("/auth/register") && request.method() === "POST") posts.push(request.url());
  });
  await page.getByRole("button", { name: "Criar meu espaço" }).dblclick();
  await expect(page).toHaveURL(/\/pt\/admin\/pipeline/);
  expect(posts).toHaveLength(1);
});

test("signing out in one tab signs the other out", async ({ page, context }) => {
  await fillRegistration(page, someEmail());
  await page.getByRole("button", { name: "Criar meu espaço" }).click();
  await expect(page).toHaveURL(/\/pt\/admin\/pipeline/);
  const other = await context.newPage();
  await other.goto("/pt/admin/clients");
  await expect(other.getByRole("heading", { level: 1 })).toBeVisible();
  await signOut(page);
  await other.reload();
  await expect(other).toHaveURL(/\/pt\/auth\/login/);
});

test("an access token never reaches storage that scripts can read later", async ({ page }) => {
  await fillRegistration(page, someEmail());
  await page.getByRole("button", { name: "Criar meu espaço" }).click();
  await expect(page).toHaveURL(/\/pt\/admin\/pipeline/);
  const stored = await page.evaluate(() => JSON.stringify([{ ...localStorage }, { ...sessionStorage }, document.cookie]));
  expect(stored).not.toMatch(/eyJ[\w-]+\.eyJ/);
  expect(stored).not.toContain("lovedcrm_refresh");
});
