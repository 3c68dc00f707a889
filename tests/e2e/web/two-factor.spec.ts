import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";

import { expect, test, type Page } from "@playwright/test";

import { PASSWORD, signUp, someEmail } from "./people";
import { totp } from "./totp";

const PYTHON = existsSync(".venv/bin/python") ? ".venv/bin/python" : "python3";

async function openSecurity(page: Page) {
  await page.goto("/pt/admin/settings/security");
  await expect(page.getByRole("heading", { name: "Verificação em duas etapas" })).toBeVisible();
}

async function signOut(page: Page) {
  await page.getByRole("button", { name: "Conta de Ana Souza" }).click();
  await page.getByRole("menuitem", { name: "Sair" }).click();
  await expect(page).toHaveURL(/\/pt\/auth\/login/);
}

async function givePassword(page: Page, email: string) {
  await page.getByLabel("E-mail de trabalho").fill(email);
  await page.getByLabel("Senha", { exact: true }).fill(PASSWORD);
  await page.getByRole("button", { name: "Entrar", exact: true }).click();
  await expect(page.getByRole("heading", { name: "Só mais uma etapa" })).toBeVisible();
}

/** Click, scan, prove; gives the secret of the app, and the code that was used. */
async function setUpApp(page: Page) {
  await page.getByRole("button", { name: "Configurar" }).click();
  const dialog = page.getByRole("dialog", { name: "Configure o aplicativo" });
  await expect(dialog.getByAltText("QR code para o aplicativo autenticador")).toBeVisible();
  const secret = await dialog.getByTestId("totp-secret").innerText();
  const code = totp(secret);
  await dialog.getByLabel("Código que o aplicativo mostra agora").fill(code);
  await dialog.getByRole("button", { name: "Ativar" }).click();
  return { secret, code };
}

test("set up an app, then log in by its code and by a backup code", async ({ page, context }) => {
  const email = someEmail();
  await signUp(context, { email });
  await openSecurity(page);
  const { secret, code } = await setUpApp(page);

  const kept = page.getByRole("dialog", { name: "Guarde os seus códigos de reserva" });
  await expect(kept.getByTestId("backup-code")).toHaveCount(10);
  const backupCode = await kept.getByTestId("backup-code").first().innerText();
  const saved = page.waitForEvent("download");
  await kept.getByRole("button", { name: "Baixar" }).click();
  expect((await saved).suggestedFilename()).toBe("lovedcrm-backup-codes.txt");
  await kept.getByRole("button", { name: "Já guardei" }).click();
  await expect(page.getByText("Restam 10 códigos")).toBeVisible();

  await signOut(page);
  await givePassword(page, email);
  await page.getByLabel("Código", { exact: true }).fill(code);
  await page.getByRole("button", { name: "Entrar", exact: true }).click();
  await expect(page.locator("form").getByRole("alert")).toContainText("já foi usado");
  await page.getByLabel("Código", { exact: true }).fill(totp(secret, 1));
  await page.getByRole("button", { name: "Entrar", exact: true }).click();
  await expect(page).toHaveURL(/\/pt\/admin/);
  await expect(page.getByRole("heading", { level: 1 })).toBeVisible();

  await signOut(page);
  await givePassword(page, email);
  await page.getByRole("button", { name: "Usar um código de reserva" }).click();
  await page.getByLabel("Código de reserva").fill(backupCode.toLowerCase());
  await page.getByRole("button", { name: "Entrar", exact: true }).click();
  await expect(page).toHaveURL(/\/pt\/admin/);
});

test("what changes factors asks who is there once the log-in is old", async ({ page, context }) => {
  const email = someEmail();
  await signUp(context, { email });
  await openSecurity(page);
  execFileSync(PYTHON, ["-m", "tests.e2e.web.stale", email]);

  await page.getByRole("button", { name: "Configurar" }).click();
  const dialog = page.getByRole("dialog", { name: "É você mesmo?" });
  await dialog.getByLabel("Sua senha").fill("not-my-password-1");
  await dialog.getByRole("button", { name: "Confirmar" }).click();
  await expect(dialog.getByText("Essa não é a sua senha.")).toBeVisible();
  await dialog.getByLabel("Sua senha").fill(PASSWORD);
  await dialog.getByRole("button", { name: "Confirmar" }).click();
  await expect(page.getByRole("dialog", { name: "Configure o aplicativo" })).toBeVisible();
});

test.describe("passkeys", () => {
  // A passkey belongs to a host name; an address of numbers has none.
  test.use({ baseURL: (process.env.WEB_URL ?? "http://127.0.0.1:3100").replace("127.0.0.1", "localhost") });

  test("add one, then log in with it alone and as the second step", async ({ page, context }) => {
    const browser = await context.newCDPSession(page);
    await browser.send("WebAuthn.enable");
    await browser.send("WebAuthn.addVirtualAuthenticator", {
      options: {
        protocol: "ctap2",
        transport: "internal",
        hasResidentKey: true,
        hasUserVerification: true,
        isUserVerified: true,
        automaticPresenceSimulation: true,
      },
    });
    const email = someEmail();
    await signUp(context, { email });
    await openSecurity(page);

    await page.getByRole("button", { name: "Adicionar chave" }).click();
    await page.getByLabel("Nome", { exact: true }).fill("Notebook do estúdio");
    await page.getByRole("button", { name: "Continuar" }).click();
    const kept = page.getByRole("dialog", { name: "Guarde os seus códigos de reserva" });
    await expect(kept.getByTestId("backup-code")).toHaveCount(10);
    await kept.getByRole("button", { name: "Já guardei" }).click();
    await expect(page.getByText("Notebook do estúdio")).toBeVisible();

    await signOut(page);
    await page.getByRole("button", { name: "Entrar com chave de acesso" }).click();
    await expect(page).toHaveURL(/\/pt\/admin/);
    await expect(page.getByRole("heading", { level: 1 })).toBeVisible();

    await signOut(page);
    await givePassword(page, email);
    await page.getByRole("button", { name: "Usar chave de acesso" }).click();
    await expect(page).toHaveURL(/\/pt\/admin/);

    await openSecurity(page);
    await page.getByRole("button", { name: "Remover" }).click();
    await page.getByRole("alertdialog").getByRole("button", { name: "Remover" }).click();
    await expect(page.getByText("Notebook do estúdio")).toBeHidden();
  });
});
