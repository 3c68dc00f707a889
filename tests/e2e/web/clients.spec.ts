import AxeBuilder from "@axe-core/playwright";
import { expect, test, type Page } from "@playwright/test";

import { joinAs, open, signUp } from "./people";

const row = (page: Page, name: string) => page.getByRole("row").filter({ hasText: name });
const timeline = (page: Page) => page.getByRole("region", { name: "Linha do tempo" });

async function expectAccessible(page: Page) {
  const { violations } = await new AxeBuilder({ page }).analyze();
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.target.join(" ")}`)).toEqual([]);
}

test.describe("the list of clients", () => {
  test("invites to add the first one, and creates it with the keyboard", async ({ page, context }) => {
    await signUp(context);
    await open(page, "/pt/admin/clients");
    await expect(page.getByText("Todos os seus clientes em um só lugar")).toBeVisible();

    await page.keyboard.press("c");
    const dialog = page.getByRole("dialog", { name: "Novo cliente" });
    await dialog.getByRole("button", { name: "Criar cliente" }).click();
    await expect(dialog.getByText("Dê um nome ao cliente.")).toBeVisible();
    await dialog.getByLabel("Nome").fill("Padaria Aurora");
    await dialog.getByLabel("E-mail").fill("sem arroba");
    await dialog.getByRole("button", { name: "Criar cliente" }).click();
    await expect(dialog.getByText("Isso não parece um e-mail.")).toBeVisible();
    await dialog.getByLabel("E-mail").fill("oi@padaria.com.br");
    await dialog.getByLabel("Telefone").fill("(11) 98765-4321");
    await dialog.getByLabel("Etiquetas").fill("varejo");
    await dialog.getByLabel("Etiquetas").press("Enter");
    await dialog.getByRole("button", { name: "Criar cliente" }).click();
    await expect(dialog).toBeHidden();
    await expect(row(page, "Padaria Aurora")).toContainText("oi@padaria.com.br");
    await expect(row(page, "Padaria Aurora")).toContainText(/\+55.11.98765.4321/);
    await expect(page.getByText("1 cliente", { exact: true })).toBeVisible();
  });

  test("shows the client that is here already, and creates a second one when asked", async ({ page, context }) => {
    const person = await signUp(context);
    await person.call("POST", "/clients", { name: "Clínica Sorriso", email: "oi@sorriso.com.br" });
    await open(page, "/pt/admin/clients?new=client");
    const dialog = page.getByRole("dialog", { name: "Novo cliente" });
    await dialog.getByLabel("Nome").fill("Sorriso Odonto");
    await dialog.getByLabel("E-mail").fill("OI@sorriso.com.br");
    await dialog.getByRole("button", { name: "Criar cliente" }).click();
    await expect(dialog.getByText("Clínica Sorriso já usa este e-mail.")).toBeVisible();
    await dialog.getByRole("button", { name: "Criar mesmo assim" }).click();
    await expect(row(page, "Sorriso Odonto")).toBeVisible();
    await expect(page).not.toHaveURL(/new=/);
  });

  test("keeps search, filters and order in the URL", async ({ page, context }) => {
    const person = await signUp(context);
    for (const [name, kind] of [
      ["Ana Prado", "person"],
      ["Beta Ltda", "company"],
      ["Casa Ótica", "company"],
    ]) {
      await person.call("POST", "/clients", { name, kind, tags: kind === "company" ? ["vip"] : [] });
    }
    await open(page, "/pt/admin/clients");
    await page.getByRole("button", { name: "Nome", exact: true }).click();
    await expect(page).toHaveURL(/sort=-name/);
    await expect(page.locator("[data-row-link]").first()).toHaveText("Casa Ótica");
    await page.getByRole("button", { name: "Tipo" }).click();
    await page.getByRole("menuitemradio", { name: "Empresa", exact: true }).click();
    await expect(row(page, "Ana Prado")).toBeHidden();
    await page.getByRole("searchbox", { name: "Buscar clientes" }).fill("otica");
    await expect(row(page, "Beta Ltda")).toBeHidden();
    await expect(page).toHaveURL(/query=otica/);
    await page.reload();
    await expect(page.locator("[data-row-link]")).toHaveText(["Casa Ótica"]);
    await page.getByRole("button", { name: "Limpar filtros" }).click();
    await expect(page.locator("[data-row-link]")).toHaveCount(3);
  });

  test("moves with j and k, opens with Enter, and is windowed", async ({ page, context }) => {
    test.slow();
    const person = await signUp(context);
    for (let start = 0; start < 120; start += 20) {
      await Promise.all(
        Array.from({ length: 20 }, (_, offset) => person.addClient(`Cliente ${String(start + offset + 1).padStart(3, "0")}`)),
      );
    }
    await open(page, "/pt/admin/clients");
    await expect(page.getByText("120 clientes")).toBeVisible();
    expect(await page.locator("[data-row-link]").count()).toBeLessThan(60);
    await page.keyboard.press("j");
    await page.keyboard.press("j");
    await page.keyboard.press("j");
    await page.keyboard.press("k");
    await expect(page.locator("[data-row-link]:focus")).toHaveText("Cliente 002");
    await page.getByRole("table").hover();
    await expect(async () => {
      await page.mouse.wheel(0, 4_000);
      await expect(row(page, "Cliente 120")).toBeVisible({ timeout: 500 });
    }).toPass();
    await page.locator("[data-row-link]", { hasText: "Cliente 120" }).focus();
    await page.keyboard.press("Enter");
    await expect(page.getByRole("heading", { level: 1, name: "Cliente 120" })).toBeAttached();
  });

  test("deletes at once and brings back with undo", async ({ page, context }) => {
    const person = await signUp(context);
    await person.addClient("Padaria Aurora");
    await open(page, "/pt/admin/clients");
    await page.getByRole("button", { name: "Ações de Padaria Aurora" }).click();
    await page.getByRole("menuitem", { name: "Excluir" }).click();
    await expect(row(page, "Padaria Aurora")).toBeHidden();
    await page.getByRole("button", { name: "Desfazer" }).click();
    await expect(row(page, "Padaria Aurora")).toBeVisible();
  });
});

test.describe("a client's page", () => {
  test("edits in place, says what is wrong, and keeps everything over a reload", async ({ page, context }) => {
    const person = await signUp(context);
    const client = await person.addClient("Padaria Aurora");
    await open(page, `/pt/admin/clients/${client.id}`);
    const email = page.getByLabel("E-mail", { exact: true });
    await email.fill("errado");
    await email.press("Enter");
    await expect(page.getByText("Isso não parece um e-mail.")).toBeVisible();
    await expect(email).toHaveValue("errado");
    await email.fill("oi@padaria.com.br");
    await email.press("Enter");
    await page.getByLabel("Telefone", { exact: true }).fill("11 98765-4321");
    await page.getByLabel("Telefone", { exact: true }).press("Enter");
    await page.getByLabel("Nome do cliente").fill("Padaria Aurora & Filhos");
    await page.getByLabel("Nome do cliente").press("Enter");
    await expect(page.getByRole("link", { name: "WhatsApp" })).toHaveAttribute("href", "https://wa.me/5511987654321");
    await expect(page.getByRole("link", { name: "E-mail", exact: true })).toHaveAttribute("href", "mailto:oi@padaria.com.br");
    await page.reload();
    await expect(page.getByLabel("Nome do cliente")).toHaveValue("Padaria Aurora & Filhos");
    await expect(email).toHaveValue("oi@padaria.com.br");
  });

  test("writes notes and calls, edits with a mark, deletes with undo", async ({ page, context }) => {
    const person = await signUp(context);
    const client = await person.addClient("Padaria Aurora");
    await open(page, `/pt/admin/clients/${client.id}`);
    await expect(page.getByText("Ainda não aconteceu nada por aqui")).toBeVisible();
    await page.getByRole("button", { name: "Nota", exact: true }).click();
    await page.getByLabel("Texto da nota").fill("Quer um site novo até março.");
    await page.keyboard.press("Control+Enter");
    await expect(timeline(page)).toContainText("Quer um site novo até março.");

    await page.getByText("Ligação", { exact: true }).first().click();
    await page.getByLabel("Texto sobre a ligação").fill("Confirmou o orçamento.");
    await page.getByLabel("Minutos").fill("12");
    await page.getByRole("button", { name: "Registrar ligação" }).click();
    await expect(timeline(page)).toContainText("Nós ligamos · 12 minutos");

    const note = timeline(page).getByRole("listitem").filter({ hasText: "Quer um site novo" });
    await note.getByRole("button", { name: "Ações deste registro" }).click();
    await page.getByRole("menuitem", { name: "Editar" }).click();
    await note.getByRole("textbox").fill("Quer um site novo até abril.");
    await note.getByRole("button", { name: "Salvar" }).click();
    const edited = timeline(page).getByRole("listitem").filter({ hasText: "até abril" });
    await expect(edited).toContainText("editada");
    await edited.getByRole("button", { name: "Ações deste registro" }).click();
    await page.getByRole("menuitem", { name: "Excluir" }).click();
    await expect(edited).toBeHidden();
    await page.getByRole("button", { name: "Desfazer" }).click();
    await expect(edited).toBeVisible();
  });

  test("adds people and deals, and tells what happened to a deal", async ({ page, context }) => {
    const person = await signUp(context);
    const client = await person.addClient("Padaria Aurora");
    const deal = await person.addDeal(client.id, "Site institucional", { value_cents: 1_200_000 });
    await person.moveDeal(deal.id, "proposal");
    await open(page, `/pt/admin/clients/${client.id}`);
    await expect(timeline(page)).toContainText("Ana Souza moveu Site institucional de Lead para Proposta");
    await page.getByRole("button", { name: "Adicionar pessoa" }).click();
    const dialog = page.getByRole("dialog", { name: "Nova pessoa" });
    await dialog.getByLabel("Nome").fill("João Alves");
    await dialog.getByLabel("Cargo").fill("Sócio");
    await dialog.getByRole("button", { name: "Adicionar pessoa" }).click();
    await expect(page.getByText("João Alves")).toBeVisible();
    await page.getByRole("link", { name: /Site institucional.*Proposta/ }).click();
    await expect(page).toHaveURL(new RegExp(`deal=${deal.id}`));
  });

  test("shows a colleague's note and edit live", async ({ page, context, browser }) => {
    const person = await signUp(context);
    const client = await person.addClient("Padaria Aurora");
    await open(page, `/pt/admin/clients/${client.id}`);
    await expect(page.getByText("Ainda não aconteceu nada por aqui")).toBeVisible();
    const colleague = await joinAs(await browser.newContext({ baseURL: new URL(page.url()).origin }), person, "Bruno Dias");
    await colleague.call("POST", "/timeline", { client_id: client.id, type: "note", content: "Ligaram de volta." });
    await expect(timeline(page)).toContainText("Ligaram de volta.");
    await colleague.call("PATCH", `/clients/${client.id}`, { version: 1, website: "padaria.com.br" });
    await expect(page.getByLabel("Site", { exact: true })).toHaveValue("padaria.com.br");
  });

  test("says that a client is not here", async ({ page, context }) => {
    await signUp(context);
    await page.goto("/pt/admin/clients/0198c5a2-0000-7000-8000-000000000000");
    await expect(page.getByText("Este cliente não está aqui")).toBeVisible();
  });
});

for (const colorScheme of ["light", "dark"] as const) {
  test(`both pages are accessible in the ${colorScheme} theme, wide and narrow`, async ({ page, context }) => {
    test.slow();
    const person = await signUp(context);
    const client = await person.addClient("Padaria Aurora");
    await person.addDeal(client.id, "Site institucional");
    await person.call("POST", "/timeline", { client_id: client.id, type: "note", content: "Quer um site novo." });
    await page.emulateMedia({ colorScheme });
    for (const width of [1440, 390]) {
      await page.setViewportSize({ width, height: 844 });
      await open(page, "/pt/admin/clients");
      await expect(page.locator("[data-row-link]")).toBeVisible();
      await expectAccessible(page);
      await page.locator("[data-row-link]").click();
      await expect(timeline(page)).toContainText("Quer um site novo.");
      await expectAccessible(page);
    }
  });
}
