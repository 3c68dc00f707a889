import { execFileSync } from "node:child_process";

import { expect, test, type Page } from "@playwright/test";

import { open, PYTHON, signUp, someEmail } from "./people";

// The provider sends the browser back to the web's own name, where the cookie of the way there has to be.
test.use({ baseURL: (process.env.WEB_URL ?? "http://127.0.0.1:3100").replace("127.0.0.1", "localhost") });

const googleEmail = () => someEmail().replace("@example.com", "@gmail.com");

/** The provider's own page: another site, in English. */
async function agree(page: Page, email: string) {
  await expect(page.getByRole("heading", { name: /^Sign in with/ })).toBeVisible();
  await page.getByLabel("E-mail").fill(email);
  await page.getByRole("button", { name: "Continue" }).click();
}

/** The application has come up, which takes longest right after a log-in. */
async function expectProfile(page: Page, email: string) {
  await expect(page.locator("main h1").first()).toBeVisible({ timeout: 60_000 });
  await expect(page.getByRole("main").getByText(email)).toBeVisible();
}

test("sign up on Google's page, and come back to the same account", async ({ page }) => {
  const email = googleEmail();
  await page.goto("/pt/auth/login?next=%2Fadmin%2Fsettings");
  await page.getByRole("link", { name: "Continuar com o Google" }).click();
  await agree(page, email);
  await expect(page).toHaveURL(/\/pt\/admin\/settings$/);
  await expectProfile(page, email);

  await page.context().clearCookies();
  await page.goto("/pt/auth/login?next=%2Fadmin%2Fsettings");
  await page.getByRole("link", { name: "Continuar com o Google" }).click();
  await agree(page, email);
  await expectProfile(page, email);
});

test("cancelling at the provider leads back to the log-in page, which says so", async ({ page }) => {
  await page.goto("/pt/auth/register");
  await page.getByRole("link", { name: "Continuar com o Microsoft" }).click();
  await page.getByRole("button", { name: "Cancel" }).click();
  await expect(page).toHaveURL(/\/pt\/auth\/login\?error=oauth_cancelled/);
  await expect(page.locator("form").getByRole("alert")).toContainText("Você cancelou no provedor");
});

test("connect Microsoft in the settings, and disconnect it", async ({ page, context }) => {
  await signUp(context);
  await open(page, "/pt/admin/settings/security");
  await page.getByRole("button", { name: "Conectar o Microsoft", exact: true }).click();
  await agree(page, "ana@contoso.com");
  await expect(page).toHaveURL(/\/pt\/admin\/settings\/security$/);
  await expect(page.getByText("ana@contoso.com")).toBeVisible();
  await page.getByRole("button", { name: "Desconectar o Microsoft", exact: true }).click();
  await expect(page.getByRole("button", { name: "Conectar o Microsoft", exact: true })).toBeVisible();
});

test("who has no password proves themselves at Google, and comes back to where they were", async ({ page }) => {
  const email = googleEmail();
  await page.goto("/pt/auth/login?next=%2Fadmin%2Fsettings%2Fsecurity");
  await page.getByRole("link", { name: "Continuar com o Google" }).click();
  await agree(page, email);
  await expect(page.locator("main h1").first()).toBeVisible({ timeout: 60_000 });
  execFileSync(PYTHON, ["-m", "tests.e2e.web.stale", email]);

  await page.getByRole("button", { name: "Configurar" }).click();
  const dialog = page.getByRole("dialog", { name: "É você mesmo?" });
  await expect(dialog.getByLabel("Sua senha")).toHaveCount(0);
  await dialog.getByRole("button", { name: "Continuar com o Google" }).click();
  await agree(page, email);
  await expect(page).toHaveURL(/\/pt\/admin\/settings\/security$/);
  await page.getByRole("button", { name: "Configurar" }).click();
  await expect(page.getByRole("dialog", { name: "Configure o aplicativo" })).toBeVisible();
});

test("a picture on the profile shows in the frame at once", async ({ page, context }) => {
  await signUp(context);
  await open(page, "/pt/admin/settings");
  await page.locator('input[type="file"]').setInputFiles("tests/data/avatar.png");
  await expect(page.getByRole("button", { name: "Remover", exact: true })).toBeVisible();
  await expect(page.locator('[aria-label^="Conta de"] img')).toBeVisible();
});

test("take the data along, then delete the account", async ({ page, context }) => {
  const email = someEmail();
  await signUp(context, { email });
  await open(page, "/pt/admin/settings/data");
  const download = page.waitForEvent("download");
  await page.getByRole("button", { name: "Baixar os meus dados" }).click();
  expect((await download).suggestedFilename()).toMatch(/^loved-crm-\d{4}-\d\d-\d\d\.zip$/);

  await page.getByRole("button", { name: "Excluir a minha conta…" }).click();
  const dialog = page.getByRole("alertdialog");
  const submit = dialog.getByRole("button", { name: "Excluir a minha conta" });
  await expect(submit).toBeDisabled();
  await dialog.getByLabel("Digite o seu e-mail para confirmar").fill(email);
  await submit.click();
  await expect(page).toHaveURL(/\/pt\/auth\/login/);
  await page.goto("/pt/admin");
  await expect(page).toHaveURL(/\/pt\/auth\/login/);
});
