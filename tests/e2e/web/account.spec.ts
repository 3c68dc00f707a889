import { expect, test } from "@playwright/test";

import { linkTo } from "./mailbox";
import { PASSWORD, open, signUp, someEmail } from "./people";

const NEW_PASSWORD = "amber-orchard-whistle-77";

test("sign up and confirm the address by the mailed link", async ({ page, context }) => {
  const email = someEmail();
  await page.goto("/pt/auth/register");
  await page.getByLabel("Seu nome").fill("Ana Souza");
  await page.getByLabel("E-mail de trabalho").fill(email);
  await page.getByLabel("Senha", { exact: true }).fill(PASSWORD);
  await expect(page.getByText("Senha forte")).toBeVisible();
  await page.getByLabel("Nome da agência").fill("Agência Sol");
  await page.getByRole("button", { name: "Criar meu espaço" }).click();
  await expect(page).toHaveURL(/\/pt\/admin\/pipeline/);
  await expect(page.getByRole("region", { name: "E-mail ainda não confirmado" })).toBeVisible();

  const link = await linkTo(email, "/auth/verify");
  const mailed = await context.newPage();
  await mailed.goto(link);
  await mailed.getByRole("button", { name: "Confirmar e-mail" }).click();
  await expect(mailed.getByRole("heading", { name: "Seu e-mail está confirmado" })).toBeVisible();
  expect(new URL(mailed.url()).hash).toBe("");
  await mailed.getByRole("link", { name: "Abrir o Loved CRM" }).click();
  await expect(mailed.locator("main h1").first()).toBeVisible();
  await expect(mailed.getByRole("region", { name: "E-mail ainda não confirmado" })).toHaveCount(0);

  await mailed.goto("about:blank");
  await mailed.goto(link);
  await expect(mailed.getByRole("heading", { name: "Este link não funciona mais" })).toBeVisible();
});

test("a stranger's link says whose account it is, and takes the address out of it", async ({ page, browser }) => {
  const email = someEmail();
  const stranger = await browser.newContext();
  await signUp(stranger, { email });
  await stranger.close();
  await page.goto(await linkTo(email, "/auth/verify"));
  await expect(page.getByRole("heading", { name: "Esta conta é sua?" })).toBeVisible();
  await expect(page.getByText(email)).toBeVisible();
  await page.getByRole("button", { name: "Não, não é minha" }).click();
  await expect(page.getByRole("heading", { name: "Obrigado, está resolvido" })).toBeVisible();
});

test("forgotten password: ask, follow the link, sign in with the new one", async ({ page, browser }) => {
  const email = someEmail();
  const elsewhere = await browser.newContext();
  await signUp(elsewhere, { email });
  await elsewhere.close();

  await page.goto("/pt/auth/login");
  await page.getByRole("link", { name: "Esqueceu a senha?" }).click();
  await expect(page.getByRole("heading", { name: "Volte a entrar" })).toBeVisible();
  await page.getByLabel("E-mail de trabalho").fill(email);
  await page.getByRole("button", { name: "Enviar o link" }).click();
  await expect(page.getByRole("heading", { name: "Dê uma olhada no seu e-mail" })).toBeVisible();

  await page.goto(await linkTo(email, "/auth/reset"));
  const password = page.getByLabel("Nova senha", { exact: true });
  await password.fill("123qweasdzxc");
  await page.getByRole("button", { name: "Salvar nova senha" }).click();
  await expect(page.getByText("Essa senha já apareceu em um vazamento.")).toBeVisible();
  await password.fill(NEW_PASSWORD);
  await page.getByRole("button", { name: "Salvar nova senha" }).click();
  await expect(page.getByRole("heading", { name: "Sua nova senha está pronta" })).toBeVisible();

  await page.getByRole("link", { name: "Entrar", exact: true }).click();
  await expect(page.getByRole("heading", { name: "Que bom te ver de novo" })).toBeVisible();
  await page.getByLabel("E-mail de trabalho").fill(email);
  await page.getByLabel("Senha", { exact: true }).fill(NEW_PASSWORD);
  await page.getByRole("button", { name: "Entrar", exact: true }).click();
  await expect(page).toHaveURL(/\/pt\/admin/);
});

test("change the password and begin to change the address", async ({ page, context }) => {
  const newEmail = someEmail();
  await signUp(context);
  await open(page, "/pt/admin/settings/security");
  await page.getByLabel("Senha atual", { exact: true }).fill("not-my-password-1");
  await page.getByLabel("Nova senha", { exact: true }).fill(NEW_PASSWORD);
  await page.getByRole("button", { name: "Alterar senha" }).click();
  await expect(page.getByText("Essa não é a sua senha.")).toBeVisible();
  await page.getByLabel("Senha atual", { exact: true }).fill(PASSWORD);
  await page.getByRole("button", { name: "Alterar senha" }).click();
  await expect(page.getByText("Senha alterada. As outras sessões foram encerradas.")).toBeVisible();

  await open(page, "/pt/admin/settings");
  await page.getByRole("button", { name: "Alterar", exact: true }).click();
  await page.getByLabel("Novo e-mail").fill(newEmail);
  await page.getByRole("button", { name: "Enviar confirmação" }).click();
  await expect(page.getByText(`Aguardando a sua autorização para passar a ${newEmail}`)).toBeVisible();
  await page.goto(await linkTo(newEmail, "/auth/verify"));
  await page.getByRole("button", { name: "Confirmar e-mail" }).click();
  await expect(page.getByRole("heading", { name: "Sua conta mudou de endereço" })).toBeVisible();
});
