import AxeBuilder from "@axe-core/playwright";
import { expect, test } from "@playwright/test";

import { open, signUp } from "./people";

test("a field is made once and is in the form, on the client's page and with the API", async ({ page, context }) => {
  const person = await signUp(context);
  await open(page, "/pt/admin/settings/custom-fields");
  await expect(page.getByText("Nenhum campo ainda")).toBeVisible();
  await page.getByRole("button", { name: "Novo campo" }).click();
  const dialog = page.getByRole("dialog", { name: "Novo campo" });
  await dialog.getByRole("button", { name: "Salvar campo" }).click();
  await expect(dialog.getByText("Dê um nome ao campo.")).toBeVisible();
  await dialog.getByLabel("Nome", { exact: true }).fill("Segmento");
  await dialog.getByLabel("Tipo").selectOption("choice");
  await dialog.getByRole("textbox", { name: "Opção 1" }).fill("Varejo");
  await dialog.getByRole("textbox", { name: "Opção 1" }).press("Enter");
  await dialog.getByRole("textbox", { name: "Opção 2" }).fill("Indústria");
  await dialog.getByRole("switch", { name: "Obrigatório" }).click();
  await dialog.getByRole("button", { name: "Salvar campo" }).click();
  await expect(dialog).toBeHidden();
  await expect(page.getByRole("listitem").filter({ hasText: "Segmento" })).toContainText("2 opções");
  const { violations } = await new AxeBuilder({ page }).analyze();
  expect(violations.map(({ id }) => id)).toEqual([]);

  await open(page, "/pt/admin/clients?new=client");
  const form = page.getByRole("dialog", { name: "Novo cliente" });
  await form.getByLabel("Nome").fill("Padaria Aurora");
  await expect(form.getByLabel("Segmento")).toBeVisible();
  await form.getByRole("button", { name: "Criar cliente" }).click();
  await expect(form.getByText("Preencha este campo.")).toBeVisible();
  await form.getByLabel("Segmento").selectOption({ label: "Varejo" });
  await form.getByRole("button", { name: "Criar cliente" }).click();
  await expect(form).toBeHidden();

  const { items } = await person.call<{ items: { id: string; custom_fields: object }[] }>("GET", "/clients?cf.segmento=varejo");
  expect(items.map((client) => client.custom_fields)).toEqual([{ segmento: "varejo" }]);
  await open(page, `/pt/admin/clients/${items[0]?.id}`);
  const saved = page.waitForResponse((answer) => answer.request().method() === "PATCH" && answer.ok());
  await page.getByLabel("Segmento").selectOption({ label: "Indústria" });
  await saved;
  const client = await person.call<{ custom_fields: object }>("GET", `/clients/${items[0]?.id}`);
  expect(client.custom_fields).toEqual({ segmento: "industria" });
});

test("an option that is in use goes once it is said where to, and undo brings it back", async ({ page, context }) => {
  const person = await signUp(context);
  await person.call("POST", "/custom-fields", {
    entity: "client",
    kind: "choice",
    labels: { pt: "Segmento" },
    options: [{ labels: { pt: "Varejo" } }, { labels: { pt: "Serviços" } }],
  });
  const client = await person.call<{ id: string }>("POST", "/clients", { name: "Aurora", custom_fields: { segmento: "varejo" } });
  const segment = async () =>
    (await person.call<{ custom_fields: { segmento?: string } }>("GET", `/clients/${client.id}`)).custom_fields.segmento;
  await open(page, "/pt/admin/settings/custom-fields");
  await page.getByRole("button", { name: "Editar Segmento" }).click();
  await page.getByRole("button", { name: "Remover Varejo" }).click();
  await page.getByRole("button", { name: "Salvar campo" }).click();
  const question = page.getByRole("dialog", { name: "Para onde vão?" });
  await question.getByLabel("1 registro tem “Varejo”").selectOption({ label: "Serviços" });
  await question.getByRole("button", { name: "Remover e mover" }).click();
  await expect(page.getByText("Campo salvo")).toBeVisible();
  expect(await segment()).toBe("servicos");
  await page.getByRole("button", { name: "Desfazer" }).click();
  await expect(page.getByRole("listitem").filter({ hasText: "Segmento" })).toContainText("2 opções");
  expect(await segment()).toBe("varejo");
});

test("a field that every deal needs is asked for where deals are made", async ({ page, context }) => {
  const person = await signUp(context);
  await person.call("POST", "/custom-fields", { entity: "deal", kind: "text", labels: { pt: "Projeto" }, is_required: true });
  const client = await person.addClient("Padaria Aurora");
  await open(page, `/pt/admin/pipeline?new=deal&client_id=${client.id}`);
  const form = page.getByRole("dialog", { name: "Novo negócio" });
  await form.getByLabel("Nome").fill("Site");
  await expect(form.getByLabel("Projeto")).toBeVisible();
  await form.getByRole("button", { name: "Criar negócio" }).click();
  await expect(form.getByText("Preencha este campo.")).toBeVisible();
  await form.getByLabel("Projeto").fill("Institucional");
  await form.getByRole("button", { name: "Criar negócio" }).click();
  await expect(form).toBeHidden();
  const { items } = await person.call<{ items: { custom_fields: object }[] }>("GET", "/deals");
  expect(items.map((deal) => deal.custom_fields)).toEqual([{ projeto: "Institucional" }]);
});
