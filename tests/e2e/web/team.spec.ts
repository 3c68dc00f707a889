import { expect, test } from "@playwright/test";

import { linkTo } from "./mailbox";
import { joinAs, open, PASSWORD, signUp, someEmail } from "./people";

test("invite a colleague, who accepts by the mail's link and appears in the team", async ({ page, context, browser }) => {
  await signUp(context);
  await open(page, "/pt/admin/team");
  const email = someEmail();
  await page.getByRole("button", { name: "Convidar pessoas" }).first().click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Endereços de e-mail").fill(`Bia Rocha <${email}>; isto-não`);
  await dialog.getByRole("button", { name: "Enviar convite" }).click();
  await expect(dialog.getByRole("alert")).toContainText("isto-não");
  await dialog.getByLabel("Endereços de e-mail").fill(`Bia Rocha <${email}>`);
  await dialog.getByLabel("Papel").selectOption("manager");
  await dialog.getByRole("button", { name: "Enviar convite" }).click();
  await expect(dialog).toBeHidden();
  await expect(page.getByRole("listitem").filter({ hasText: email })).toContainText("Como Gestor");

  const link = await linkTo(email, "/invite/");
  const hers = await browser.newContext();
  const second = await hers.newPage();
  await second.goto(link);
  await expect(second.getByRole("heading", { name: "Entre em Agência Aurora" })).toBeVisible();
  await second.getByLabel("Seu nome").fill("Bia Rocha");
  await second.getByLabel("Senha", { exact: true }).fill(PASSWORD);
  await second.getByRole("button", { name: "Entrar em Agência Aurora" }).click();
  await expect(second).toHaveURL(/\/pt\/admin$/);
  await expect(second.getByRole("button", { name: "Agência: Agência Aurora" })).toBeVisible();
  await hers.close();

  await page.reload();
  await expect(page.getByRole("button", { name: "Papel de Bia Rocha: Gestor" })).toBeVisible();
  await expect(page.getByText("Nenhum convite à espera")).toBeVisible();
});

test("an invitation for somebody else says so", async ({ page, context, browser }) => {
  const ana = await signUp(context);
  const email = someEmail();
  await ana.call("POST", "/invites", { emails: [email], locale: "pt" });
  await open(page, "/pt/admin/team");
  await page.goto(await linkTo(email, "/invite/"));
  await expect(page.getByText(`Este convite é para ${email}.`)).toBeVisible();
  await page.getByRole("button", { name: "Sair e continuar" }).click();
  await expect(page.getByLabel("Seu nome")).toBeVisible();

  const stranger = await browser.newPage();
  await stranger.goto("/pt/invite/0000.invented");
  await expect(stranger.getByRole("heading", { name: "Este convite não está mais aberto" })).toBeVisible();
  await stranger.close();
});

test("remove a colleague: their work goes to another, and their screen follows", async ({ page, context, browser }) => {
  const ana = await signUp(context);
  const his = await browser.newContext();
  const caio = await joinAs(his, ana, "Caio Lima");
  const client = await caio.addClient("Padaria do Caio");
  await open(page, "/pt/admin/team");
  await page.getByRole("button", { name: "Remover Caio Lima" }).click();
  const dialog = page.getByRole("alertdialog");
  await expect(dialog.getByLabel("Quem assume os clientes e negócios?")).toBeVisible();
  await dialog.getByRole("button", { name: "Remover" }).click();
  await expect(page.getByText("Caio Lima não está mais na equipe.")).toBeVisible();
  await expect(page.getByRole("button", { name: "Remover Caio Lima" })).toBeHidden();
  expect(await ana.call<{ name: string }>("GET", `/clients/${client.id}`)).toMatchObject({ name: "Padaria do Caio" });
  const refused = await his.request.get("/api/clients", {
    headers: { Authorization: `Bearer ${caio.token}`, "X-Org-Id": ana.organizationId },
  });
  expect(refused.status()).toBe(403);
  await his.close();
});

test("open a second organization, switch back, and follow a link into the other", async ({ page, context }) => {
  const ana = await signUp(context);
  await ana.addClient("Padaria Aurora");
  await open(page, "/pt/admin/clients");
  await expect(page.getByText("Padaria Aurora").first()).toBeVisible();
  await page.getByRole("button", { name: "Agência: Agência Aurora" }).click();
  await page.getByRole("menuitem", { name: "Nova agência" }).click();
  await page.getByRole("dialog").getByLabel("Nome").fill("Nimbus Digital");
  await page.getByRole("button", { name: "Criar e abrir" }).click();
  await expect(page.getByRole("button", { name: "Agência: Nimbus Digital" })).toBeVisible();

  // Remembered by the log-in, and nothing of the other one is on screen.
  await open(page, "/pt/admin/clients");
  await expect(page.getByRole("button", { name: "Agência: Nimbus Digital" })).toBeVisible();
  await expect(page.getByText("Padaria Aurora")).toBeHidden();

  await page.goto(`/pt/admin/clients?org=${ana.organizationId}`);
  await page.getByRole("alertdialog").getByRole("button", { name: "Mudar" }).click();
  await expect(page.getByRole("button", { name: "Agência: Agência Aurora" })).toBeVisible();
  await expect(page.getByText("Padaria Aurora").first()).toBeVisible();
});

test("delete an organization by typing its name, and restore it", async ({ page, context }) => {
  const ana = await signUp(context);
  await ana.addClient("Padaria Aurora");
  await open(page, "/pt/admin/settings/organization");
  await page.getByRole("button", { name: "Excluir…" }).click();
  const dialog = page.getByRole("alertdialog");
  const submit = dialog.getByRole("button", { name: "Excluir" });
  await expect(submit).toBeDisabled();
  await dialog.getByLabel("Digite Agência Aurora para confirmar").fill("Agência Aurora");
  await submit.click();
  await expect(page.getByRole("heading", { name: "Agência Aurora foi excluída" })).toBeVisible();
  await page.getByRole("button", { name: "Restaurar" }).click();
  await expect(page.getByRole("button", { name: "Agência: Agência Aurora" })).toBeVisible();
  await open(page, "/pt/admin/clients");
  await expect(page.getByText("Padaria Aurora").first()).toBeVisible();
});
